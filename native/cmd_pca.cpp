// thimble pca: principal components, how much of the variance they hold, and what the nearest class mean makes of them.

#include <memory>
#include <utility>

#include "classic/mpp.h"
#include "classic/pca.h"
#include "core/error.h"
#include "native/classical.h"
#include "native/devices.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  PcaOptions options = {.variance = 0.9};
  ClassicalOptions shared;
};

const std::vector<double> kShares = {0.8, 0.9, 0.95, 0.99};

std::string table(const Pca& pca) {
  const std::vector<double> shares = pca.shares();
  std::string words = coloured("Components for a share of the variance", Colour::bold) + "\n";
  for (const double share : kShares)
    words += text("  ", decimal(100 * share, 0), " %  ", pca.components_for(share), "\n");
  words += "The first hold";
  for (size_t j = 0; j < std::min<size_t>(5, shares.size()); ++j) words += " " + decimal(100 * shares[j], 2);
  return words + text(" %\n\nNearest class mean on ", pca.outputs(), " components\n");
}

std::unique_ptr<Classifier> nearest_mean() { return std::make_unique<Mpp>(MppCase::isotropic); }

void pca(const Arguments& a, const Shared& shared) {
  check_out(a.shared.out);
  PcaOptions options = a.options;
  options.device = chosen_device(a.shared.device);
  auto transform = std::make_unique<Pca>(options);
  const Pca& fitted = *transform;  // the pipeline keeps it
  const std::unique_ptr<Classifier> model = behind(std::move(transform), nearest_mean());
  const TrainTest source = load_source(shared);
  const Measured m = fit_and_measure(*model, source, shared);
  Json counts = Json::object(), shares = Json::array();
  for (const double share : kShares) counts[decimal(share, 2)] = fitted.components_for(share);
  double held = 0;
  for (const double share : fitted.shares()) {
    if (static_cast<int>(shares.size()) < fitted.outputs()) held += share;
    shares.push_back(share);
  }
  const Json own = {{"components", fitted.outputs()},
                    {"variance", held},
                    {"whiten", a.options.whiten},
                    {"components_for", counts},
                    {"shares", shares}};
  const auto pictures = [&] {
    std::vector<FigureSection> sections = pca_sections(fitted, source);
    sections.push_back(plane_section(parts_of(*model), nearest_mean, source, source.train.size()));
    return sections;
  };
  finish({"pca",
          "Principal components",
          m,
          *model,
          own,
          table(fitted),
          {{"components", std::to_string(fitted.outputs()), "hold " + percent(held) + " of the variance"}},
          pictures},
         a.shared, shared);
}

}  // namespace

void add_pca(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "pca", "Principal components, and the nearest class mean on them",
                                  "  thimble pca --variance 0.9\n"
                                  "  thimble pca --components 50 --whiten --out pca.safetensors\n"
                                  "  thimble pca --json");
  CLI::Option* components = command.add_option("--components", a->options.components, "How many to keep")
                                ->check(whole_number_between(1, 1 << 24));
  command
      .add_option("--variance", a->options.variance, "Keep the fewest that hold this share of the variance (1: all)")
      ->capture_default_str()
      ->check(number_between(1e-9, 1))
      ->excludes(components);
  command.add_flag("--whiten", a->options.whiten, "Scale every component to variance 1");
  add_device_option(command, a->shared.device);
  add_out_option(command, a->shared, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { pca(*a, shared); }; });
}

}  // namespace thimble
