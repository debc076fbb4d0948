// What the tests of the ops share: made-up values, comparison, and the claim that threads change no bit.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/ops.h"
#include "core/rng.h"
#include "core/threads.h"

namespace thimble::testing {

// Uniform in [-1, 1).
inline Tensor random_tensor(const Shape& shape, uint64_t seed) {
  Rng rng(Key(seed, Purpose::test));
  Tensor t(shape);
  for (float& v : t.values()) v = rng.uniform(-1, 1);
  return t;
}

// |got - want| <= tolerance max(1, largest |want|)
inline void expect_close(const Tensor& got, const std::vector<double>& want, double tolerance) {
  ASSERT_EQ(static_cast<size_t>(got.size()), want.size());
  double largest = 1;
  for (double w : want) largest = std::max(largest, std::abs(w));
  for (size_t i = 0; i < want.size(); ++i)
    ASSERT_NEAR(static_cast<double>(got.data()[i]), want[i], tolerance * largest) << "at " << i;
}

inline std::vector<double> as_double(const Tensor& t) { return {t.data(), t.data() + t.size()}; }

inline void expect_close(const Tensor& got, const Tensor& want, double tolerance) {
  ASSERT_EQ(got.shape(), want.shape());
  expect_close(got, as_double(want), tolerance);
}

// `compute` returns everything that it computed; the bytes must be equal for 1, 2, 3, 4 and 7 threads.
template <class Compute>
void expect_same_bytes_for_any_threads(const Compute& compute) {
  const int before = threads();
  set_threads(1);
  const std::vector<Tensor> one = compute();
  for (int count : {2, 3, 4, 7}) {
    set_threads(count);
    const std::vector<Tensor> many = compute();
    ASSERT_EQ(one.size(), many.size());
    for (size_t i = 0; i < one.size(); ++i)
      EXPECT_EQ(std::memcmp(one[i].data(), many[i].data(), static_cast<size_t>(one[i].size()) * sizeof(float)), 0)
          << "result " << i << " with " << count << " threads";
  }
  set_threads(before);
}

}  // namespace thimble::testing
