// thimble cv: cross-validates a learner, with everything that is fitted fitted inside each fold.

#include <chrono>
#include <memory>
#include <utility>

#include "core/error.h"
#include "learn/cross_validation.h"
#include "native/command_line.h"
#include "native/json_output.h"
#include "native/learners.h"
#include "native/progress_line.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string method, split = "train";
  LearnerOptions options;
  int folds = 10;
  bool stratified = false;
};

// With a line that counts the folds.
CrossValidation watched(const MakeClassifier& make, const Dataset& data, CrossValidationOptions options,
                        const Shared& shared) {
  ProgressLine line("fold", shared);
  line.at(0, options.folds);
  options.after_fold = [&](int, double) { line.more(); };
  return cross_validate(make, data, options);
}

void cross_validated(const Arguments& a, const Shared& shared) {
  const TrainTest source = load_source(shared);
  const Dataset data = a.split == "all" ? everything(source) : source.train;
  const auto begin = std::chrono::steady_clock::now();
  CrossValidationOptions options;
  options.folds = a.folds;
  options.stratified = a.stratified;
  options.seed = shared.seed.value_or(0);
  options.parallel = a.method != "knn";  // which keeps all threads busy by itself, and packs its training pictures
  const auto make = [&] { return learner_named(a.method, a.options, shared.seed.value_or(0)); };
  const CrossValidation cv = watched(make, data, options, shared);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (shared.wants_json()) {
    const Json result = {{"method", a.method},
                         {"features", features_text(a.options.features)},
                         {"split", a.split},
                         {"count", data.size()},
                         {"stratified", a.stratified},
                         {"accuracy", cv.mean},
                         {"deviation", cv.deviation},
                         {"folds", cv.accuracies},
                         {"confusion", to_json(cv.confusion)},
                         {"seconds", seconds}};
    return print_out(shared.jsonl ? one_line(result) : pretty(result));
  }
  print_out(coloured(text(a.method, " on ", features_text(a.options.features), ", ", a.folds, " folds of ", data.size(),
                          " pictures"),
                     Colour::bold) +
            "\n" + confusion_text(cv.confusion, data.class_names) +
            text("\naccuracy ", decimal(cv.mean, 4), " +- ", decimal(cv.deviation, 4),
                 " (mean and standard deviation over the folds), ", decimal(seconds, 1), " s\n"));
}

}  // namespace

void add_cv(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command =
      add_command(app, "cv", "Cross-validate a learner: mean, deviation and confusion matrix over folds",
                  "  thimble cv mpp --case 2 --pca 84\n"
                  "  thimble cv knn -k 5 --metric l1\n"
                  "  thimble cv mpp --case 3 --pca 84 --folds 10 --stratified --split all --json");
  command.add_option("METHOD", a->method, "knn, mpp, kmeans, wta or som")->required()->check(one_of(learner_names()));
  command.add_option("--folds", a->folds, "How many; default 10")->check(whole_number_between(2, 1 << 24));
  command.add_flag("--stratified", a->stratified, "Every fold has its share of every class");
  command.add_option("--split", a->split, "train, or all: the training and the test set together")
      ->check(one_of({"train", "all"}));
  add_k_option(command, a->options, "Neighbours (default 5), or clusters (default 10)");
  add_knn_options(command, a->options);
  add_mpp_options(command, a->options);
  add_transform_options(command, a->options.features);
  add_data_option(command, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { cross_validated(*a, shared); }; });
}

}  // namespace thimble
