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

// A model of all samples if folds can be taken away from it, else null. Only a fitted learner can tell: one sample is
// taken from the model of a fold, which is thrown away for it.
std::unique_ptr<Classifier> whole_model(const MakeClassifier& make, const Dataset& data, const Classifier& of_a_fold,
                                        const Split& fold) {
  if (!of_a_fold.without(data.subset(std::span(fold.train).first(1)))) return nullptr;
  return fitted(make, data);
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
  size_t n = 0;
  for (const std::vector<int>& fold : folds) n += fold.size();
  std::vector<int> fold_of(n);
  for (size_t f = 0; f < folds.size(); ++f)
    for (const int row : folds[f]) fold_of[index(row)] = static_cast<int>(f);
  std::vector<Split> splits(folds.size());
  for (size_t row = 0; row < n; ++row)
    for (size_t f = 0; f < splits.size(); ++f)
      (index(fold_of[row]) == f ? splits[f].validation : splits[f].train).push_back(static_cast<int>(row));
  return splits;
}

CrossValidation cross_validate(const MakeClassifier& make, const Dataset& data, const CrossValidationOptions& options) {
  const std::vector<Split> splits =
      fold_splits(options.stratified ? stratified_folds(data.labels, options.folds, options.seed)
                                     : folds(data.size(), options.folds, options.seed));
  CrossValidation result{
      std::vector<double>(splits.size()),  0, 0, ConfusionMatrix(data.classes()), std::vector<int>(index(data.size())),
      std::vector<int>(index(data.size()))};
  std::mutex one_at_a_time;
  const auto judge = [&](int fold, Classifier& model) {
    const Split& split = splits[index(fold)];
    const Dataset part = data.subset(split.validation);
    const std::vector<int> predicted = model.predict(part.x);
    for (size_t n = 0; n < predicted.size(); ++n) {
      result.predicted[index(split.validation[n])] = predicted[n];
      result.fold_of[index(split.validation[n])] = fold;
    }
    result.accuracies[index(fold)] = share_right(part.labels, predicted);
    const std::lock_guard lock(one_at_a_time);
    if (options.after_fold) options.after_fold(fold, result.accuracies[index(fold)]);
  };

  const std::unique_ptr<Classifier> first = fitted(make, data.subset(splits[0].train));
  judge(0, *first);
  const std::unique_ptr<Classifier> whole = options.subtract ? whole_model(make, data, *first, splits[0]) : nullptr;
  const int rest = static_cast<int>(splits.size()) - 1;
  parallel_for(rest, options.parallel ? 1 : rest, [&](int begin, int end) {
    for (int fold = begin + 1; fold <= end; ++fold) {
      const Split& split = splits[index(fold)];
      const std::unique_ptr<Classifier> model =
          whole ? whole->without(data.subset(split.validation)) : fitted(make, data.subset(split.train));
      judge(fold, *model);
    }
  });

  result.confusion = ConfusionMatrix(data.labels, result.predicted, data.classes());
  result.mean = mean_of(result.accuracies);            // (1/k) sum_i a_i     tutorial 10 (10.10)
  result.deviation = deviation_of(result.accuracies);  // sqrt(1/(k-1) sum_i (a_i - mean)^2)     tutorial 10 (10.7)
  return result;
}

}  // namespace thimble
