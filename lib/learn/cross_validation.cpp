#include "learn/cross_validation.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "core/error.h"
#include "core/threads.h"

namespace thimble {

namespace {

size_t index(int i) { return static_cast<size_t>(i); }

double share_right(std::span<const int> truth, std::span<const int> predicted) {
  int right = 0;
  for (size_t n = 0; n < truth.size(); ++n) right += truth[n] == predicted[n];
  return static_cast<double>(right) / static_cast<double>(truth.size());
}

std::unique_ptr<Classifier> fitted(const MakeClassifier& make, const Dataset& train) {
  std::unique_ptr<Classifier> model = make();
  model->fit(train);
  return model;
}

std::vector<int> folds_of_rows(const std::vector<std::vector<int>>& folds) {
  size_t n = 0;
  for (const std::vector<int>& fold : folds) n += fold.size();
  std::vector<int> fold_of(n);
  for (size_t f = 0; f < folds.size(); ++f)
    for (const int row : folds[f]) fold_of[index(row)] = static_cast<int>(f);
  return fold_of;
}

// The rows of a fold, or those of all others, in the data set's order.
std::vector<int> rows_of(const std::vector<int>& fold_of, int fold, bool others = false) {
  std::vector<int> rows;
  rows.reserve(fold_of.size());
  for (int row = 0; row < static_cast<int>(fold_of.size()); ++row)
    if ((fold_of[index(row)] == fold) != others) rows.push_back(row);
  return rows;
}

}  // namespace

double mean_of(std::span<const double> values) {
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation_of(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::vector<Split> fold_splits(const std::vector<std::vector<int>>& folds) {
  const std::vector<int> fold_of = folds_of_rows(folds);
  std::vector<Split> splits;
  for (int fold = 0; fold < static_cast<int>(folds.size()); ++fold)
    splits.push_back({rows_of(fold_of, fold, true), rows_of(fold_of, fold)});
  return splits;
}

CrossValidation cross_validate(const MakeClassifier& make, const Dataset& data, const CrossValidationOptions& options) {
  const std::vector<std::vector<int>> dealt = options.stratified
                                                  ? stratified_folds(data.labels, options.folds, options.seed)
                                                  : folds(data.size(), options.folds, options.seed);
  CrossValidation result{std::vector<double>(dealt.size()),
                         0,
                         0,
                         ConfusionMatrix(data.classes()),
                         std::vector<int>(index(data.size())),
                         folds_of_rows(dealt)};
  const std::unique_ptr<Classifier> whole = options.subtract && make()->keeps_sums() ? fitted(make, data) : nullptr;
  std::mutex one_at_a_time;
  const auto judge = [&](int fold) {
    const std::vector<int> rows = rows_of(result.fold_of, fold);
    const Dataset part = data.subset(rows);
    const std::unique_ptr<Classifier> model =
        whole ? whole->without(part) : fitted(make, data.subset(rows_of(result.fold_of, fold, true)));
    const std::vector<int> predicted = model->predict(part.x);
    for (size_t n = 0; n < rows.size(); ++n) result.predicted[index(rows[n])] = predicted[n];
    result.accuracies[index(fold)] = share_right(part.labels, predicted);
    const std::lock_guard lock(one_at_a_time);
    if (options.after_fold) options.after_fold(fold, result.accuracies[index(fold)]);
  };
  const int count = static_cast<int>(dealt.size());
  parallel_for(count, options.parallel ? 1 : count, [&](int begin, int end) {
    for (int fold = begin; fold < end; ++fold) judge(fold);
  });

  result.confusion = ConfusionMatrix(data.labels, result.predicted, data.classes());
  result.mean = mean_of(result.accuracies);            // (1/k) sum_i a_i     tutorial 10 (10.10)
  result.deviation = deviation_of(result.accuracies);  // sqrt(1/(k-1) sum_i (a_i - mean)^2)     tutorial 10 (10.7)
  return result;
}

}  // namespace thimble
