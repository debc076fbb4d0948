// thimble knn: a picture is what most of the training pictures nearest to it are.

#include <memory>

#include "core/error.h"
#include "native/classical.h"
#include "native/learners.h"

namespace thimble {

namespace {

void knn(const LearnerOptions& a, const Shared& shared) {
  const std::unique_ptr<Classifier> model = learner_named("knn", a, 0);
  const Measured m = fit_and_measure(*model, load_source(shared), a.features, shared);
  const Json own = {
      {"k", a.neighbours()}, {"metric", a.metric}, {"weights", a.weights}, {"features", features_text(a.features)}};
  report("knn", m, own,
         text(a.neighbours(), " nearest neighbours, ", a.metric, ", ", a.weights, " weights, on ",
              features_text(a.features), "\n\n"),
         shared);
}

}  // namespace

void add_knn(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<LearnerOptions>();
  CLI::App& command = add_command(app, "knn", "Nearest neighbours: what most of the k nearest training pictures are",
                                  "  thimble knn\n"
                                  "  thimble knn -k 9 --metric l1 --weights distance\n"
                                  "  thimble knn --pca 84 --out neighbours.safetensors --json");
  add_k_option(command, *a, "How many neighbours are asked; default 5");
  add_knn_options(command, *a);
  add_transform_options(command, a->features);
  add_out_option(command, a->features, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { knn(*a, shared); }; });
}

}  // namespace thimble
