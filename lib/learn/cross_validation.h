// k-fold cross-validation: how good a learner is on samples that it has not seen, and how sure that number is.
//
// The samples are dealt into k disjoint folds. For each fold a new learner is fitted on the other k - 1 and asked about
// the fold, so that every sample is predicted exactly once, by a learner that has not seen it. Whatever is fitted - a
// scaler, principal components - belongs into the learner (learn/pipeline.h), or the fold leaks into its own prediction.
//   a_i   accuracy on fold i
//   mean  (1/k) sum_i a_i                          tutorial 10 (10.10)
//   s     sqrt(1/(k-1) sum_i (a_i - mean)^2)       standard deviation over the folds, tutorial 10 (10.7)
// The folds share training samples, so s / sqrt(k) is too small for a standard error; mcnemar.h compares two learners.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "learn/classifier.h"
#include "learn/dataset.h"
#include "learn/metrics.h"
#include "learn/split.h"

namespace thimble {

using MakeClassifier = std::function<std::unique_ptr<Classifier>()>;

struct CrossValidationOptions {
  int folds = 10;
  bool stratified = false;  // every fold has its share of every class
  uint64_t seed = 0;
  // Fit once on all samples and take each fold away again, where the learner can (Classifier::without).
  bool subtract = true;
  // Folds side by side, each on one thread: faster where fitting does not use all threads itself; needs the memory of as
  // many learners. The result is the same.
  bool parallel = false;
  std::function<void(int fold, double accuracy)> after_fold = {};  // one call at a time, in any order if parallel
};

struct CrossValidation {
  std::vector<double> accuracies;  // a_i
  double mean = 0, deviation = 0;
  ConfusionMatrix confusion;   // of all samples together
  std::vector<int> predicted;  // of sample n, by the learner that has not seen it
  std::vector<int> fold_of;    // of sample n
};

// usage error for fewer than 2 folds or more folds than samples.
CrossValidation cross_validate(const MakeClassifier& make, const Dataset& data, const CrossValidationOptions& options);

// Each fold as what is validated on, and all the others as what is trained on, in the data set's order.
std::vector<Split> fold_splits(const std::vector<std::vector<int>>& folds);

double mean_of(std::span<const double> values);
double deviation_of(std::span<const double> values);  // with n - 1; 0 for fewer than two

}  // namespace thimble
