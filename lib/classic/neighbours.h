// The nearest samples to each of many, by looking at every pair: exact, whatever the metric. tutorial 08 (8.1)
//
//   lp    (sum_i |a_i - b_i|^p)^(1/p)    1 <= p <= 100, for instance l1, l2, l3, l1.5
//   linf  max_i |a_i - b_i|              what lp becomes for p -> infinity                     (Minkowski's distances)
//
// Where columns cost much, a pair is given up as soon as those looked at put it behind the k nearest: keys only grow.
// Pictures are compared as bytes, in integers, so their order never depends on rounding; features as floats. Orders
// other than 1, 2, 3 and infinity are summed in double, and cost several times as much, with features a hundred times.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "learn/dataset.h"

namespace thimble {

struct Metric {
  double p;
  static const Metric l1, l2, l3, linf;
  bool operator==(const Metric&) const = default;
};
inline constexpr Metric Metric::l1{1}, Metric::l2{2}, Metric::l3{3},
    Metric::linf{std::numeric_limits<double>::infinity()};

std::string metric_name(Metric metric);  // "l1", "l1.5", "linf"
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
