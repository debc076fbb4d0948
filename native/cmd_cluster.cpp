// thimble kmeans, wta, som: groups the training pictures without their labels, then asks how far the groups are the
// classes.

#include <chrono>
#include <memory>
#include <utility>

#include "classic/cluster_classifier.h"
#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/winner_take_all.h"
#include "core/error.h"
#include "learn/cluster_measures.h"
#include "learn/pipeline.h"
#include "native/classical.h"
#include "native/devices.h"
#include "native/learners.h"
#include "native/progress_line.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string method;
  LearnerOptions options;
};

using Clock = std::chrono::steady_clock;
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// All steps; keeps the centres behind steps 0, 1, 2, 4, 8, ... and the last.
Frames work(Clusterer& clusterer, const Samples& x, const Shared& shared) {
  ProgressLine line(clusterer.name() + ": step", shared);
  Frames frames;
  const auto keep = [&](int step) {
    frames.steps.push_back(step);
    frames.centres.push_back(clusterer.centroids());
  };
  const auto* kmeans = clusterer.name() == "kmeans" ? static_cast<const KMeans*>(&clusterer) : nullptr;
  clusterer.start(x);
  keep(0);
  bool more = true;
  for (int step = 1, next = 1; more; ++step) {
    more = clusterer.step();
    line.at(step, 0);
    if (kmeans != nullptr) {
      frames.inertia.push_back(kmeans->inertia());
      line.say("inertia " + decimal(kmeans->inertia() / x.size(), 4) + " a sample");
    }
    if (step == next || !more) keep(step);
    if (step == next) next *= 2;
  }
  return frames;
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

std::vector<int> counts_of(const Contingency& table) {
  std::vector<int> counts;
  for (int j = 0; j < table.clusters(); ++j) counts.push_back(static_cast<int>(table.cluster_total(j)));
  return counts;
}

std::string page_title(const std::string& method, int clusters) {
  return text(clusters, method == "kmeans" ? " clusters by k-means"
                        : method == "wta"  ? " units, winner-take-all,"
                                           : " units on a Kohonen map,");
}

void cluster(const Arguments& a, const Shared& shared) {
  const ClassicalOptions& features = a.options.features;
  check_out(features.out);
  const Device* device = chosen_device(features.device);
  const TrainTest source = load_source(shared);
  const Clock::time_point begin = Clock::now();
  std::vector<std::unique_ptr<Transform>> transforms = transforms_of(features);
  Dataset train = source.train;
  for (const std::unique_ptr<Transform>& transform : transforms) {
    transform->fit(train);
    train = transformed(*transform, train);
  }
  auto last = std::make_unique<ClusterClassifier>(
      clusterer_named(a.method, a.options.clusters(), shared.seed.value_or(0), device));
  const Clusterer& clusterer = last->clusterer();
  const Frames frames = work(last->clusterer(), train.x, shared);
  const int steps = frames.steps.back();
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
  const Clusters groups{frames, last->shares(), counts_of(table),
                        a.method == "som" ? static_cast<const Kohonen&>(clusterer).columns() : 0};
  std::unique_ptr<Classifier> model = std::move(last);
  if (!transforms.empty()) model = std::make_unique<Pipeline>(std::move(transforms), std::move(model));

  const bool tested = source.test.size() > 0;
  const Dataset& judged = tested ? source.test : source.train;
  const Clock::time_point asked = Clock::now();
  m.predicted = predict(*model, judged.x, shared);
  m.predict_seconds = since(asked);
  m.confusion = ConfusionMatrix(judged.labels, m.predicted, judged.classes());
  m.split = tested ? "test" : "train";
  m.data_name = source.name;
  m.class_names = judged.class_names;
  const std::string title = text(a.method, ", ", table.clusters(), " clusters of ", features_text(features)),
                    nmi = decimal(own["nmi"].get<double>(), 4), ari = decimal(own["ari"].get<double>(), 4);
  const std::string words =
      coloured(title, Colour::bold) +
      text("\ninertia ", decimal(total / train.size(), 4), " a sample after ", steps, " steps   NMI ", nmi, "   ARI ",
           ari, "   train accuracy ", decimal(own["train_accuracy"].get<double>(), 4),
           "\nEach cluster stands for its most frequent class among the training pictures.\n\n");
  finish({a.method,
          page_title(a.method, table.clusters()),
          m,
          *model,
          own,
          words,
          {{"features", features_text(features)},
           {"inertia", decimal(total / train.size(), 3), text("a sample, after ", grouped(steps), " steps")},
           {"NMI", nmi, "ARI " + ari}},
          [&] { return cluster_sections(parts_of(*model), groups, source); }},
         features, shared);
}

void add_one(CLI::App& app, Shared& shared, const std::string& method, const std::string& what) {
  const auto a = std::make_shared<Arguments>();
  a->method = method;
  CLI::App& command = add_command(
      app, method, what,
      "  thimble " + method + " -k 10\n  thimble " + method + " -k 20 --pca 50 --seed 3 --out my.safetensors --json");
  add_k_option(command, a->options, "How many clusters or units; default 10");
  add_transform_options(command, a->options.features);
  if (method == "kmeans") add_device_option(command, a->options.features.device);
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
