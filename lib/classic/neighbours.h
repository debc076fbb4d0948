// The nearest samples to each of many, by looking at every pair: exact, whatever the metric. tutorial 08 (8.1)
//
//   l1    sum_i |a_i - b_i|                    l3    (sum_i |a_i - b_i|^3)^(1/3)
//   l2    (sum_i (a_i - b_i)^2)^(1/2)          linf  max_i |a_i - b_i|
//
// Pictures are compared as bytes, in integers, so their order never depends on rounding; features as floats.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "learn/dataset.h"

namespace thimble {

enum class Metric { l1, l2, l3, linf };

const char* metric_name(Metric metric);  // "l1", "l2", "l3", "linf"
std::optional<Metric> metric_named(const std::string& name);

// Of query q the indices into the training samples and the distances, at q * k + (0 .. k - 1): nearest first, of equal
// distances the larger index first. (In linf, where a distance is one of 256, every second query has such a tie.) Distances are in the samples' own units: grey levels 0..255, whatever their scale.
struct Neighbours {
  int k = 0;
  std::vector<int> index;
  std::vector<double> distance;
};

// usage error for k outside 1 .. train.size(), samples of another shape, and pictures beside features.
Neighbours nearest(const Samples& train, const Samples& queries, int k, Metric metric);

}  // namespace thimble
