// thimble fld: Fisher's directions, and what the nearest class mean makes of them.

#include <memory>
#include <utility>

#include "classic/fld.h"
#include "classic/mpp.h"
#include "core/error.h"
#include "native/classical.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  FldOptions options;
  ClassicalOptions shared;
};

std::unique_ptr<Classifier> nearest_mean() { return std::make_unique<Mpp>(MppCase::isotropic); }

void fld(const Arguments& a, const Shared& shared) {
  check_out(a.shared.out);
  auto transform = std::make_unique<Fld>(a.options);
  const Fld& fitted = *transform;  // the pipeline keeps it
  std::unique_ptr<Classifier> model = behind(std::move(transform), nearest_mean());
  const TrainTest source = load_source(shared);
  const Measured m = fit_and_measure(*model, source, shared);
  std::string words = coloured("Scatter between the classes over scatter within", Colour::bold) + "\n ";
  Json ratios = Json::array();
  for (const double ratio : fitted.ratios()) {
    words += " " + decimal(ratio, 3);
    ratios.push_back(ratio);
  }
  const Json own = {{"components", fitted.outputs()}, {"ridge", a.options.ridge}, {"ratios", ratios}};
  const auto pictures = [&] {
    return std::vector<FigureSection>{plane_section(parts_of(*model), nearest_mean, source, source.train.size()),
                                      fld_section(fitted, source)};
  };
  finish({"fld",
          "Fisher's discriminant",
          m,
          *model,
          own,
          words + text("\n\nNearest class mean on ", fitted.outputs(), " directions\n"),
          {{"directions", std::to_string(fitted.outputs()), "then the nearest class mean"}},
          pictures},
         a.shared, shared);
}

}  // namespace

void add_fld(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "fld", "Fisher's linear discriminant, and the nearest class mean on it",
                                  "  thimble fld\n"
                                  "  thimble fld --components 2 --out fld.safetensors\n"
                                  "  thimble fld --ridge 0 --json");
  command.add_option("--components", a->options.components, "How many directions; default: one fewer than classes")
      ->check(whole_number_between(1, 1 << 24));
  command.add_option("--ridge", a->options.ridge, "Added to every variance within, in units of a pixel from 0 to 1")
      ->check(number_between(0, 1e9))
      ->capture_default_str();
  add_out_option(command, a->shared, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { fld(*a, shared); }; });
}

}  // namespace thimble
