// thimble kmeans, wta, som: groups the training pictures without their labels, then asks how far the groups are the
// classes.

#include <chrono>
#include <memory>
#include <utility>

#include "app/models.h"
#include "classic/cluster_classifier.h"
#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/winner_take_all.h"
#include "core/error.h"
#include "learn/cluster_measures.h"
#include "learn/pipeline.h"
#include "native/checkpoint_file.h"
#include "native/classical.h"
#include "native/learners.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string method;
  LearnerOptions options;
};

using Clock = std::chrono::steady_clock;
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// All steps, with a line on standard error every few seconds.
int work(Clusterer& clusterer, const Samples& x, bool quiet) {
  const Clock::time_point begin = Clock::now();
  Clock::time_point said = begin;
  clusterer.start(x);
  int steps = 1;
  for (; clusterer.step(); ++steps) {
    if (quiet || since(said) < 3) continue;
    said = Clock::now();
    print_note(text(clusterer.name(), ": ", steps, " steps, ", in_seconds(since(begin)), "\n"));
  }
  return steps;
}

// What only one of the methods can say.
Json of_method(const Clusterer& clusterer, const Samples& x) {
  if (clusterer.name() == "kmeans") {
    const auto& kmeans = static_cast<const KMeans&>(clusterer);
    return {{"iterations", kmeans.iterations()}, {"converged", kmeans.converged()}};
  }
  if (clusterer.name() == "wta") {
    const auto& wta = static_cast<const WinnerTakeAll&>(clusterer);
    return {{"dead_units", wta.dead()}, {"revived_units", wta.revived()}};
  }
  const auto& som = static_cast<const Kohonen&>(clusterer);
  return {{"rows", som.rows()}, {"columns", som.columns()}, {"topographic_error", som.topographic_error(x)}};
}

void cluster(const Arguments& a, const Shared& shared) {
  const ClassicalOptions& features = a.options.features;
  check_output_place(features.out);
  const TrainTest source = load_source(shared);
  const Clock::time_point begin = Clock::now();
  std::vector<std::unique_ptr<Transform>> transforms = transforms_of(features);
  Dataset train = source.train;
  for (const std::unique_ptr<Transform>& transform : transforms) {
    transform->fit(train);
    train = transformed(*transform, train);
  }
  auto last =
      std::make_unique<ClusterClassifier>(clusterer_named(a.method, a.options.clusters(), shared.seed.value_or(0)));
  const Clusterer& clusterer = last->clusterer();
  const int steps = work(last->clusterer(), train.x, shared.quiet);
  Measured m;
  m.fit_seconds = since(begin);

  last->name_clusters(train);
  const std::vector<int> clusters = clusterer.assign(train.x);
  const Contingency table(clusters, train.labels, clusterer.size(), train.classes());
  const double total = inertia(train.x, clusterer.centroids(), clusters);
  Json own = {{"features", features_text(features)},        {"k", table.clusters()},
              {"train_accuracy", majority_accuracy(table)}, {"nmi", normalized_mutual_information(table)},
              {"ari", adjusted_rand_index(table)},          {"inertia", total},
              {"inertia_per_sample", total / train.size()}, {"steps", steps}};
  own.update(of_method(clusterer, train.x));
  std::unique_ptr<Classifier> model = std::move(last);
  if (!transforms.empty()) model = std::make_unique<Pipeline>(std::move(transforms), std::move(model));

  const bool tested = source.test.size() > 0;
  const Dataset& judged = tested ? source.test : source.train;
  const Clock::time_point asked = Clock::now();
  m.confusion = ConfusionMatrix(judged.labels, model->predict(judged.x), judged.classes());
  m.predict_seconds = since(asked);
  m.split = tested ? "test" : "train";
  m.data_name = source.name;
  m.class_names = judged.class_names;
  if (!features.out.empty()) save_model(*model, features.out);
  const std::string words =
      coloured(text(a.method, ", ", table.clusters(), " clusters of ", features_text(features)), Colour::bold) +
      text("\ninertia ", decimal(total / train.size(), 4), " a sample after ", steps, " steps   NMI ",
           decimal(own["nmi"].get<double>(), 4), "   ARI ", decimal(own["ari"].get<double>(), 4), "   train accuracy ",
           decimal(own["train_accuracy"].get<double>(), 4),
           "\nEach cluster stands for its most frequent class among the training pictures.\n\n");
  report(a.method, m, own, words, shared);
  if (!shared.quiet) note_written({features.out});
}

void add_one(CLI::App& app, Shared& shared, const std::string& method, const std::string& what) {
  const auto a = std::make_shared<Arguments>();
  a->method = method;
  CLI::App& command = add_command(
      app, method, what,
      "  thimble " + method + " -k 10\n  thimble " + method + " -k 20 --pca 50 --seed 3 --out my.safetensors --json");
  add_k_option(command, a->options, "How many clusters or units; default 10");
  add_transform_options(command, a->options.features);
  add_out_option(command, a->options.features, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { cluster(*a, shared); }; });
}

}  // namespace

void add_cluster(CLI::App& app, Shared& shared) {
  add_one(app, shared, "kmeans", "Group the training pictures by k-means, and compare with the classes");
  add_one(app, shared, "wta", "Group the training pictures by winner-take-all learning");
  add_one(app, shared, "som", "Group the training pictures on a Kohonen map of k units");
}

}  // namespace thimble
