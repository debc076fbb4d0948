#include "exercises.h"

#include <cmath>
#include <numeric>

double distance(const std::vector<double>& a, const std::vector<double>& b, int /*p*/) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}

std::vector<int64_t> squared_distances(const thimble::Samples& queries, const thimble::Samples& samples) {
  const auto squares = [](std::span<const uint8_t> x) {
    int64_t sum = 0;
    for (const uint8_t value : x) sum += value * value;
    return sum;
  };
  std::vector<int64_t> table;
  for (int q = 0; q < queries.size(); ++q)
    for (int i = 0; i < samples.size(); ++i) table.push_back(squares(queries.bytes(q)) + squares(samples.bytes(i)));
  return table;
}

std::vector<int> condensed(const thimble::Dataset& data) {
  std::vector<int> taken(size_t(data.size()));
  std::iota(taken.begin(), taken.end(), 0);
  return taken;
}
