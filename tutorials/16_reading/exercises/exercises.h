// The exercises of chapter 16: a matrix that is not believed, luck in a gallery, a split that can be read off.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/metrics.h"

// 1, modify. The accuracy of a matrix of a test set with `per_class` pictures of each class. It believes every matrix.
// Let it refuse one that has a row of another total: thimble::fail(thimble::Error::data, ...) with a message that names
// the row, `expected`, and what was found.
double accuracy_of(const thimble::ConfusionMatrix& m, int64_t per_class);

// 2, complete. The probability of k right or fewer of n, each with probability q, 0 < q < 1: tutorial 16 (16.8) from the
// other side. Only the first term of the sum is there; and where n is large, it is 0 although the answer is not.
double at_most(int k, int n, double q);

// 3, make. All n from `low` to `high` for which every one of the figures, printed with `digits` decimals, is a share of n
// pictures. In ascending order.
std::vector<int> possible_sizes(const std::vector<double>& figures, int digits, int low, int high);
