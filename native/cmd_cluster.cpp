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
#include "data/source.h"
#include "learn/cluster_measures.h"
#include "learn/metrics.h"
#include "learn/pipeline.h"
#include "native/checkpoint_file.h"
#include "native/command_line.h"
#include "native/json_output.h"
#include "native/learners.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string method, out;
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
  check_output_place(a.out);
  const TrainTest source = load_data(shared.data);
  if (!shared.quiet)
    for (const std::string& warning : source.warnings) print_note("warning: " + warning + "\n");
  const Clock::time_point begin = Clock::now();
  std::vector<std::unique_ptr<Transform>> transforms = transforms_of(a.options.features);
  Dataset train = source.train;
  for (const std::unique_ptr<Transform>& transform : transforms) {
    transform->fit(train);
    train = transformed(*transform, train);
  }
  auto last = std::make_unique<ClusterClassifier>(clusterer_named(a.method, a.options.k, shared.seed.value_or(0)));
  Clusterer& clusterer = last->clusterer();
  const int steps = work(clusterer, train.x, shared.quiet);
  const double seconds = since(begin);
  last->name_clusters(train);

  const std::vector<int> clusters = clusterer.assign(train.x);
  const Contingency table(clusters, train.labels, clusterer.size(), train.classes());
  const double total = inertia(train.x, clusterer.centroids(), clusters);
  const double of_train = majority_accuracy(table), nmi = normalized_mutual_information(table),
               ari = adjusted_rand_index(table);
  const Json more = of_method(clusterer, train.x);
  std::unique_ptr<Classifier> model = std::move(last);
  if (!transforms.empty()) model = std::make_unique<Pipeline>(std::move(transforms), std::move(model));

  const bool tested = source.test.size() > 0;
  const Dataset& judged = tested ? source.test : source.train;
  const ConfusionMatrix confusion(judged.labels, model->predict(judged.x), judged.classes());
  if (!a.out.empty()) save_model(*model, a.out);
  if (shared.wants_json()) {
    Json result = {{"method", a.method},
                   {"features", description(a.options.features)},
                   {"k", table.clusters()},
                   {"split", tested ? "test" : "train"},
                   {"accuracy", confusion.accuracy()},
                   {"train_accuracy", of_train},
                   {"nmi", nmi},
                   {"ari", ari},
                   {"inertia", total},
                   {"inertia_per_sample", total / train.size()},
                   {"steps", steps},
                   {"seconds", seconds},
                   {"confusion", to_json(confusion)}};
    result.update(more);
    print_out(shared.jsonl ? one_line(result) : pretty(result));
  } else {
    print_out(coloured(text(a.method, ", ", table.clusters(), " clusters of ", description(a.options.features)),
                       Colour::bold) +
              "\n" + confusion_text(confusion, judged.class_names) +
              text("\nEach cluster stands for its most frequent class among the ", train.size(),
                   " training pictures.\n", tested ? "test" : "train", " accuracy ", decimal(confusion.accuracy(), 4),
                   "   train accuracy ", decimal(of_train, 4), "   NMI ", decimal(nmi, 4), "   ARI ", decimal(ari, 4),
                   "\ninertia ", decimal(total / train.size(), 4), " a sample after ", steps, " steps in ",
                   decimal(seconds, 2), " s\n"));
  }
  if (!shared.quiet) note_written({a.out});
}

void add_one(CLI::App& app, Shared& shared, const std::string& method, const std::string& what) {
  const auto a = std::make_shared<Arguments>();
  a->method = method;
  CLI::App& command = add_command(
      app, method, what,
      "  thimble " + method + " -k 10\n  thimble " + method + " -k 20 --pca 50 --seed 3 --out my.safetensors --json");
  add_cluster_options(command, a->options);
  add_feature_options(command, a->options.features);
  command.add_option("--out", a->out, "Write the model to this file, for eval and predict");
  add_data_option(command, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { cluster(*a, shared); }; });
}

}  // namespace

void add_cluster(CLI::App& app, Shared& shared) {
  add_one(app, shared, "kmeans", "Group the training pictures by k-means, and compare with the classes");
  add_one(app, shared, "wta", "Group the training pictures by winner-take-all learning");
  add_one(app, shared, "som", "Group the training pictures on a Kohonen map of k units");
}

}  // namespace thimble
