// thimble knn: a picture is what most of the training pictures nearest to it are.

#include <algorithm>
#include <memory>

#include "core/error.h"
#include "native/classical.h"
#include "native/devices.h"
#include "native/learners.h"

namespace thimble {

namespace {

constexpr int kPlaneTrain = 10000;  // of the picture: all pairs with its cells are looked at

void knn(const LearnerOptions& a, const Shared& shared) {
  check_out(a.features.out);
  check(a.features.device == "cpu" || (a.metric == "l2" && features_text(a.features) == "pixels"), "--device ",
        a.features.device, ": expected --metric l2 on pixels, the search that a GPU has, got ", a.metric, " on ",
        features_text(a.features));
  const std::unique_ptr<Classifier> model = learner_named("knn", a, 0);
  const TrainTest source = load_source(shared);
  const Measured m = fit_and_measure(*model, source, shared);
  const std::string title = text(a.neighbours(), a.neighbours() == 1 ? " nearest neighbour" : " nearest neighbours"),
                    features = features_text(a.features);
  const Json own = {{"k", a.neighbours()}, {"metric", a.metric}, {"weights", a.weights}, {"features", features}};
  const auto pictures = [&] {
    LearnerOptions last = a;
    last.features = {};
    const Parts parts = parts_of(*model);
    return std::vector<FigureSection>{
        neighbours_section(parts, source, m.predicted),
        plane_section(
            parts, [&] { return learner_named("knn", last, 0); }, source, std::max(kPlaneTrain, a.neighbours()))};
  };
  finish({"knn",
          title,
          m,
          *model,
          own,
          text(title, ", ", a.metric, ", ", a.weights, " weights, on ", features, "\n\n"),
          {{"neighbours", std::to_string(a.neighbours()), a.metric + ", " + a.weights + " weights"},
           {"features", features}},
          pictures},
         a.features, shared);
}

}  // namespace

void add_knn(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<LearnerOptions>();
  CLI::App& command = add_command(app, "knn", "Nearest neighbours: what most of the k nearest training pictures are",
                                  "  thimble knn\n"
                                  "  thimble knn -k 9 --metric l1 --weights distance\n"
                                  "  thimble knn --pca 84 --out neighbours.safetensors --json\n"
                                  "  thimble knn --out runs/knn     # a folder: model, result.json, pictures");
  add_k_option(command, *a, "How many neighbours are asked; default 5");
  add_knn_options(command, *a);
  add_transform_options(command, a->features);
  add_device_option(command, a->features.device);
  add_out_option(command, a->features, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { knn(*a, shared); }; });
}

}  // namespace thimble
