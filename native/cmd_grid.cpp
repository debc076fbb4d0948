// thimble grid: tries every combination of options on validation data, and measures the best once on the test set.

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "classic/neighbours.h"
#include "core/error.h"
#include "learn/cross_validation.h"
#include "learn/grid_search.h"
#include "learn/number.h"
#include "native/learners.h"
#include "native/progress_line.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string method, validation = "stratified:0.1";
  std::vector<std::string> over;
  int folds = 0;  // 0: one validation set
  LearnerOptions options;
};

const std::vector<std::string> kWeights = {"uniform", "distance"};

double number(const std::string& name, const std::string& value, double low, double high) {
  const auto read = parse_number(value);
  check(read && *read >= low && *read <= high, name, ": expected a number from ", low, " to ", high, ", got \"", value,
        '"');
  return *read;
}

int whole(const std::string& name, const std::string& value, int low, int high) {
  const auto read = parse_integer(value, low, high);
  check(read.has_value(), name, ": expected a whole number from ", low, " to ", high, ", got \"", value, '"');
  return static_cast<int>(*read);
}

const std::string& word(const std::string& name, const std::string& value, const std::vector<std::string>& known) {
  check(std::find(known.begin(), known.end(), value) != known.end(), name, ": expected one of ", known.front(), " to ",
        known.back(), ", got \"", value, '"');
  return value;
}

// One of the learners' options by name.
void set_option(LearnerOptions& options, const std::string& name, const std::string& value) {
  if (name == "k") {
    options.k = whole(name, value, 1, 1 << 24);
  } else if (name == "metric") {
    check(metric_named(value).has_value(), "metric: expected l1, l2, l3, linf, or lP with P from 1 to 100, got \"",
          value, '"');
    options.metric = value;
  } else if (name == "weights") {
    options.weights = word(name, value, kWeights);
  } else if (name == "case") {
    options.mpp_case = whole(name, value, 1, 3);
  } else if (name == "ridge") {
    options.ridge = number(name, value, 0, 1e9);
  } else if (name == "shrink") {
    options.shrink = number(name, value, 0, 1);
  } else if (name == "priors") {
    options.priors = value;
  } else {
    check(name == "pca", "expected one of k, metric, weights, case, ridge, shrink, priors and pca, got \"", name, '"');
    options.features.pca = value;
  }
}

// "k=1,3,5"
Axis axis_of(const std::string& word) {
  const size_t equals = word.find('=');
  check(equals != std::string::npos && equals > 0, "--over: expected an option and its values as in k=1,3,5, got \"",
        word, '"');
  Axis axis{word.substr(0, equals), {}};
  for (size_t begin = equals + 1; begin <= word.size();) {
    const size_t end = std::min(word.find(',', begin), word.size());
    check(end > begin, "--over: expected values with commas between them, got \"", word, '"');
    axis.values.push_back(word.substr(begin, end - begin));
    begin = end + 1;
  }
  return axis;
}

std::string words_of(const Setting& setting) {
  std::string words;
  for (const auto& [name, value] : setting) words += (words.empty() ? "" : " ") + name + "=" + value;
  return words;
}

int combinations(const std::vector<Axis>& axes) {
  size_t count = 1;
  for (const Axis& axis : axes) count *= axis.values.size();
  return static_cast<int>(count);
}

Json to_json(const GridRow& row) {
  return {{"setting", row.setting}, {"accuracy", row.mean}, {"deviation", row.deviation}, {"each", row.accuracies}};
}

std::vector<Split> splits_of(const Arguments& a, const Dataset& train, uint64_t seed) {
  if (a.folds > 0) return fold_splits(stratified_folds(train.labels, a.folds, seed));
  return {make_split(a.validation, train.labels, seed)};
}

void grid(const Arguments& a, const Shared& shared) {
  std::vector<Axis> axes;
  for (const std::string& word : a.over) axes.push_back(axis_of(word));
  const TrainTest source = load_source(shared);
  const uint64_t seed = shared.seed.value_or(0);
  const auto begin = std::chrono::steady_clock::now();
  const auto make = [&](const Setting& setting) {
    LearnerOptions options = a.options;
    for (const auto& [name, value] : setting) set_option(options, name, value);
    return learner_named(a.method, options, seed);
  };
  GridSearch search;
  {
    ProgressLine line("setting", shared);
    line.at(0, combinations(axes));
    search = grid_search(axes, make, source.train, splits_of(a, source.train, seed), [&](const GridRow& row) {
      line.more();
      line.say(words_of(row.setting) + ": " + decimal(row.mean, 4));
    });
  }
  const GridRow& best = search.rows[static_cast<size_t>(search.best)];
  const std::unique_ptr<Classifier> model = make(best.setting);
  model->fit(source.train);
  const bool tested = source.test.size() > 0;
  const Dataset& judged = tested ? source.test : source.train;
  const ConfusionMatrix confusion(judged.labels, predict(*model, judged.x, shared), judged.classes());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (shared.wants_json()) {
    Json rows = Json::array();
    for (const GridRow& row : search.rows) rows.push_back(to_json(row));
    const Json result = {{"method", a.method},
                         {"best", best.setting},
                         {"validation_accuracy", best.mean},
                         {"split", tested ? "test" : "train"},
                         {"accuracy", confusion.accuracy()},
                         {"rows", rows},
                         {"seconds", seconds},
                         {"confusion", thimble::to_json(confusion)}};
    return print_out(shared.jsonl ? one_line(result) : pretty(result));
  }
  std::string words = coloured(a.method + ": accuracy on validation data", Colour::bold) + "\n";
  for (const GridRow& row : search.rows)
    words +=
        text(&row == &best ? "* " : "  ", decimal(row.mean, 4),
             row.accuracies.size() > 1 ? " +- " + decimal(row.deviation, 4) : "", "  ", words_of(row.setting), "\n");
  print_out(words + text("\nThe best, fitted on all training pictures: ", tested ? "test" : "train", " accuracy ",
                         decimal(confusion.accuracy(), 4), ", ", decimal(seconds, 1), " s in all\n"));
}

}  // namespace

void add_grid(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "grid", "Try every combination of options, chosen on validation data only",
                                  "  thimble grid knn --over k=1,3,5,7 --over weights=uniform,distance --pca 84\n"
                                  "  thimble grid mpp --over case=2,3 --over pca=30,50,84 --folds 5 --json");
  command.add_option("METHOD", a->method, "knn, mpp, kmeans, wta or som")->required()->check(one_of(learner_names()));
  command
      .add_option("--over", a->over, "An option and its values: k, metric, weights, case, ridge, shrink, priors, pca")
      ->required()
      ->take_all()
      ->allow_extra_args(false);
  command.add_option("--validation", a->validation, "random:P, stratified:P or head:N of the training set");
  command.add_option("--folds", a->folds, "Instead: so many stratified folds")->check(whole_number_between(2, 1 << 24));
  add_k_option(command, a->options, "Neighbours (default 5), or clusters (default 10)");
  add_knn_options(command, a->options);
  add_mpp_options(command, a->options);
  add_transform_options(command, a->options.features);
  add_data_option(command, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { grid(*a, shared); }; });
}

}  // namespace thimble
