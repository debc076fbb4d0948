// thimble mpp: Gaussian classes, and the most probable one.

#include <memory>
#include <utility>

#include "classic/mpp.h"
#include "core/error.h"
#include "native/classical.h"
#include "native/devices.h"

namespace thimble {

namespace {

struct Arguments {
  int which = 0;
  double ridge = 0, shrink = 0;
  std::string priors = "data";
  ClassicalOptions shared;
};

const char* covariance_of(int which) {
  if (which == 1) return "sigma^2 I";
  return which == 2 ? "shared" : "each class its own";
}

void mpp(const Arguments& a, const Shared& shared) {
  check_out(a.shared.out);
  const MppOptions options{static_cast<MppCase>(a.which), a.ridge, a.shrink, parse_priors(a.priors),
                           chosen_device(a.shared.device)};
  const std::unique_ptr<Classifier> model = behind_transforms(a.shared, std::make_unique<Mpp>(options));
  const TrainTest source = load_source(shared);
  const Measured m = fit_and_measure(*model, source, shared);
  const Json own = {{"case", a.which},    {"ridge", a.ridge},    {"shrink", a.shrink},
                    {"priors", a.priors}, {"pca", a.shared.pca}, {"fld", a.shared.fld}};
  const auto pictures = [&] {
    const Parts parts = parts_of(*model);
    return std::vector<FigureSection>{
        means_section(parts, source),
        plane_section(
            parts, [&] { return std::make_unique<Mpp>(options); }, source, source.train.size())};
  };
  finish({"mpp",
          text("Gaussian classes, case ", a.which),
          m,
          *model,
          own,
          text("Gaussian classes, case ", a.which, ": covariance ", covariance_of(a.which), "\n\n"),
          {{"case", std::to_string(a.which), std::string("covariance: ") + covariance_of(a.which)},
           {"features", features_text(a.shared)}},
          pictures},
         a.shared, shared);
}

}  // namespace

void add_mpp(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "mpp", "Maximum posterior probability: a Gaussian for each class",
                                  "  thimble mpp --case 1\n"
                                  "  thimble mpp --case 3 --pca 84 --out gauss.safetensors\n"
                                  "  thimble mpp --case 3 --ridge 0.01 --priors equal --json");
  command.add_option("--case", a->which, "1: sigma^2 I, 2: one covariance for all, 3: each class its own")
      ->required()
      ->check(whole_number_between(1, 3));
  command.add_option("--ridge", a->ridge, "Added to every variance, in units of a pixel from 0 to 1")
      ->check(number_between(0, 1e9));
  command.add_option("--shrink", a->shrink, "Share of the covariance that is replaced by a round one")
      ->check(number_between(0, 1));
  command.add_option("--priors", a->priors, "equal, data (as frequent as in the training set), or a list: 0.2,0.3,...");
  add_transform_options(command, a->shared);
  add_device_option(command, a->shared.device);
  add_out_option(command, a->shared, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { mpp(*a, shared); }; });
}

}  // namespace thimble
