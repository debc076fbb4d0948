// Where a clustering begins: k of the samples.
//
// k-means++ (Arthur & Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007): the first centre is any
// sample, each further one a sample drawn with probability
//   D(x)^2 / sum_x D(x)^2,      D(x) = distance from x to the nearest centre so far.    tutorial 09 (9.6)
// Greedy: several candidates are drawn each time, and the one that leaves the least sum of D(x)^2 is taken (the first of
// equals). For pictures all sums are exact integers, so the same seed draws the same samples everywhere.
#pragma once

#include <span>
#include <vector>

#include "core/rng.h"
#include "core/tensor.h"
#include "learn/dataset.h"

namespace thimble {

// k rows of x. Where fewer than k samples differ, the rest are any rows. candidates >= 1; 0 means 2 + floor(ln k).
std::vector<int> plus_plus_rows(const Samples& x, int k, int candidates, Rng& rng);
std::vector<int> random_rows(const Samples& x, int k, Rng& rng);  // k different ones

Tensor centres_at(const Samples& x, std::span<const int> rows);  // (rows, width), in the units of scale value + shift

}  // namespace thimble
