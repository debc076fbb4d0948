// Nearest neighbours in plain loops, on whole numbers; and five points whose neighbours depend on how one measures.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "core/functions.h"
#include "learn/dataset.h"

// As pictures of 1 x 2 pixels, so that bytes are compared. The query is (10, 10).
inline thimble::Dataset five_points() {
  return {thimble::Samples({1, 2}, std::vector<uint8_t>{13, 14, 15, 10, 6, 6, 10, 4, 100, 130}),
          {0, 1, 0, 1, 1},
          {"A", "B"}};
}
inline thimble::Samples query_point() { return thimble::Samples({1, 2}, std::vector<uint8_t>{10, 10}); }

// tutorial 08 (8.1): Minkowski's distance of order p.
inline double minkowski(std::span<const uint8_t> a, std::span<const uint8_t> b, int p) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    double power = 1;
    for (int times = 0; times < p; ++times) power *= std::abs(a[i] - b[i]);
    sum += power;
  }
  return sum == 0 ? 0 : thimble::pow_exact(sum, 1.0 / p);
}

// tutorial 08 (8.2): what remains when p grows beyond all bounds.
inline double largest_difference(std::span<const uint8_t> a, std::span<const uint8_t> b) {
  int largest = 0;
  for (size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

inline int64_t dot(std::span<const uint8_t> a, std::span<const uint8_t> b) {
  int64_t sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// tutorial 08 (8.5)
inline int64_t squared_distance(std::span<const uint8_t> q, std::span<const uint8_t> x) {
  return dot(q, q) + dot(x, x) - 2 * dot(q, x);
}
