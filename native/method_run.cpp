// The method line of a recipe: the words of the command line, read by the same options.

#include <algorithm>
#include <chrono>
#include <memory>

#include "classic/cluster_classifier.h"
#include "classic/fld.h"
#include "classic/mpp.h"
#include "classic/pca.h"
#include "core/error.h"
#include "learn/cluster_measures.h"
#include "learn/cross_validation.h"
#include "learn/pipeline.h"
#include "native/learners.h"
#include "native/network_run.h"
#include "native/picture_parts.h"
#include "native/progress_line.h"
#include "nn/words.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct MethodLine {
  std::string method;  // of cv the one that is cross-validated
  bool folded = false, stratified = false;
  int folds = 10;
  std::string split = "train";
  LearnerOptions options;
  PcaOptions pca = {.variance = 0.9};
  FldOptions fld;
};

// Those of the method's own command, and of cv where it is cross-validated.
void add_own_options(CLI::App& app, MethodLine& line) {
  if (line.folded) {
    app.add_option("--folds", line.folds)->check(whole_number_between(2, 1 << 24));
    app.add_flag("--stratified", line.stratified);
    app.add_option("--split", line.split)->check(one_of({"train", "all"}));
  }
  if (line.method == "pca") {
    CLI::Option* components =
        app.add_option("--components", line.pca.components)->check(whole_number_between(1, 1 << 24));
    app.add_option("--variance", line.pca.variance)->check(number_between(1e-9, 1))->excludes(components);
    app.add_flag("--whiten", line.pca.whiten);
  } else if (line.method == "fld") {
    app.add_option("--components", line.fld.components)->check(whole_number_between(1, 1 << 24));
    app.add_option("--ridge", line.fld.ridge)->check(number_between(0, 1e9));
  } else {
    if (line.method != "mpp") add_k_option(app, line.options, "");
    if (line.method == "knn") add_knn_options(app, line.options);
    if (line.method == "mpp") add_mpp_options(app, line.options);
    add_transform_options(app, line.options.features);
  }
}

MethodLine method_line(const Recipe& recipe) {
  MethodLine line;
  std::vector<std::string> words = split_words(recipe.method);
  line.folded = words[0] == "cv";
  if (line.folded) words.erase(words.begin());
  CLI::App app;
  app.set_help_flag();
  try {
    std::vector<std::string> known = learner_names();
    if (!line.folded) known.insert(known.end(), {"fld", "pca"});
    if (!words.empty()) line.method = words[0];
    check(std::find(known.begin(), known.end(), line.method) != known.end(), "unknown method \"", line.method, "\"; ",
          known_words(line.method, known));
    add_own_options(app, line);
    app.parse(std::vector<std::string>(words.rbegin(), words.rend() - 1));
  } catch (const CLI::ParseError& e) {
    fail(Error::usage, recipe.name + ": method: " + e.what());
  } catch (const Error& e) {
    fail(e.kind, recipe.name + ": method: " + e.what());
  }
  return line;
}

std::unique_ptr<Classifier> learner_of(const MethodLine& line, uint64_t seed) {
  if (line.method == "pca") return behind(std::make_unique<Pca>(line.pca), std::make_unique<Mpp>(MppCase::isotropic));
  if (line.method == "fld") return behind(std::make_unique<Fld>(line.fld), std::make_unique<Mpp>(MppCase::isotropic));
  return learner_named(line.method, line.options, seed);
}

// Of the components, where the first transform has any; of the clusters, where the last part groups.
void add_parts(RunResult& result, Classifier& model, const Dataset& train) {
  const Parts parts = parts_of(model);
  if (!parts.transforms.empty() && parts.transforms[0]->name() == "pca") {
    const auto& pca = static_cast<const Pca&>(*parts.transforms[0]);
    for (const int percent : {80, 90, 95, 99})
      result.figures["components_" + std::to_string(percent)] = pca.components_for(percent / 100.0);
  }
  const std::string name = parts.last->name();
  if (name != "kmeans" && name != "wta" && name != "som") return;
  const Clusterer& clusterer = static_cast<ClusterClassifier*>(parts.last)->clusterer();
  const Samples x = through(parts, train.x);
  const std::vector<int> clusters = clusterer.assign(x);
  const Contingency table(clusters, train.labels, clusterer.size(), train.classes());
  result.figures["train_accuracy"] = majority_accuracy(table);
  result.figures["nmi"] = normalized_mutual_information(table);
  result.figures["ari"] = adjusted_rand_index(table);
  result.figures["inertia_per_sample"] = inertia(x, clusterer.centroids(), clusters) / train.size();
}

void cross_validated(RunResult& result, const MethodLine& line, const TrainTest& source, uint64_t seed,
                     const Shared& shared) {
  const Dataset data = line.split == "all" ? everything(source) : source.train;
  ProgressLine progress("fold", shared);
  progress.at(0, line.folds);
  CrossValidationOptions options;
  options.folds = line.folds;
  options.stratified = line.stratified;
  options.seed = seed;
  options.parallel = line.method != "knn";
  options.after_fold = [&](int, double) { progress.more(); };
  const CrossValidation cv = cross_validate([&] { return learner_of(line, seed); }, data, options);
  result.test = cv.confusion;
  result.figures["accuracy"] = cv.mean;
  result.figures["deviation_over_folds"] = cv.deviation;
  for (size_t i = 0; i < cv.accuracies.size(); ++i) result.figures[text("fold_", i + 1)] = cv.accuracies[i];
}

}  // namespace

void check_method_line(const Recipe& recipe) { learner_of(method_line(recipe), 0); }

RunResult run_method(const PlannedRun& run, const TrainTest& source, const Shared& shared) {
  const MethodLine line = method_line(run.recipe);
  Shared silent = shared;
  silent.json = true;  // no notes of its own
  RunResult result;
  const auto begin = std::chrono::steady_clock::now();
  if (line.folded) {
    cross_validated(result, line, source, run.recipe.seed, shared);
  } else {
    const std::unique_ptr<Classifier> model = learner_of(line, run.recipe.seed);
    const Measured m = fit_and_measure(*model, source, silent);
    result.test = m.confusion;
    result.figures[m.split + "_accuracy"] = m.confusion.accuracy();
    add_parts(result, *model, source.train);
  }
  result.figures["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace thimble
