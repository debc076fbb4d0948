// Three exercises: modify, complete, make.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/cross_validation.h"

namespace thimble {

// Modify. The accuracies over the splits of a cross-validation. It runs, and gives beautiful numbers, because it leaks:
// each model has seen the samples that it is judged on. Mend it.
std::vector<double> fold_accuracies(const MakeClassifier& make, const Dataset& data, const std::vector<Split>& splits);

// Complete. McNemar's exact p, tutorial 10 (10.11), of two classifiers on the same samples. The pictures that only one
// of them got right are counted; the coin's probabilities are missing. p is never more than 1.
double exact_p(std::span<const int> truth, std::span<const int> first, std::span<const int> second);

// Make. A row of a confusion matrix should have the sum `wanted` and has not. A single digit of a single count may have
// been misread: find all ways to change one that make the row right, from left to right. No count gets a digit more or
// less, and a count of several digits does not begin with 0.
struct Repair {
  int column;
  int64_t read, meant;
};
std::vector<Repair> one_digit_repairs(const std::vector<int64_t>& row, int64_t wanted);

}  // namespace thimble
