#include "exercises.h"

#include <algorithm>
#include <cmath>

#include "core/functions.h"

double distance(const std::vector<double>& a, const std::vector<double>& b, int p) {
  double sum = 0, largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(a[i] - b[i]);
    double power = 1;
    for (int times = 0; times < p; ++times) power *= difference;
    sum += power;
    largest = std::max(largest, difference);
  }
  if (p == 0) return largest;                                    // (8.2)
  return sum == 0 ? 0 : thimble::pow_exact(sum, 1 / double(p));  // (8.1)
}

std::vector<int64_t> squared_distances(const thimble::Samples& queries, const thimble::Samples& samples) {
  const auto squares = [](std::span<const uint8_t> x) {
    int64_t sum = 0;
    for (const uint8_t value : x) sum += value * value;
    return sum;
  };
  std::vector<int64_t> table;
  for (int q = 0; q < queries.size(); ++q)
    for (int i = 0; i < samples.size(); ++i) {
      table.push_back(squares(queries.bytes(q)) + squares(samples.bytes(i)));
      for (size_t p = 0; p < queries.bytes(q).size(); ++p)
        table.back() -= 2 * queries.bytes(q)[p] * samples.bytes(i)[p];  // (8.5)
    }
  return table;
}

std::vector<int> condensed(const thimble::Dataset& data) {
  const thimble::Tensor& x = data.x.features();
  const auto squared = [&](int a, int b) {
    double sum = 0;
    for (int p = 0; p < x.dim(1); ++p) sum += double(x(a, p) - x(b, p)) * double(x(a, p) - x(b, p));
    return sum;
  };
  std::vector<int> taken = {0};
  for (bool grew = true; grew;) {
    grew = false;
    for (int n = 0; n < data.size(); ++n) {
      int nearest = taken[0];
      for (const int t : taken)
        if (squared(n, t) < squared(n, nearest)) nearest = t;
      if (data.labels[size_t(nearest)] == data.labels[size_t(n)]) continue;
      taken.push_back(n);
      grew = true;
    }
  }
  return taken;
}
