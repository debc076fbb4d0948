// Runs a test body for each instruction set that this machine has, with numbers at an odd address and guards around
// them.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/kernels.h"

namespace thimble::kernels {

// n floats, one float off any alignment, between guards that must survive.
class Row {
 public:
  explicit Row(int n, uint32_t seed = 1, float low = -2, float high = 2)
      : n_(n), memory_(static_cast<size_t>(n) + 34, kGuard) {
    for (int i = 0; i < n; ++i) {
      seed = seed * 1664525u + 1013904223u;
      data()[i] = low + (high - low) * static_cast<float>(seed >> 8) * 0x1p-24f;
    }
  }
  ~Row() {
    for (int i = 0; i < 17; ++i) EXPECT_EQ(memory_[static_cast<size_t>(i)], kGuard) << "written before the row";
    for (size_t i = static_cast<size_t>(n_) + 17; i < memory_.size(); ++i)
      EXPECT_EQ(memory_[i], kGuard) << "written behind the row";
  }
  Row(const Row&) = default;
  float* data() { return memory_.data() + 17; }
  const float* data() const { return memory_.data() + 17; }
  float operator[](int i) const { return data()[i]; }
  int size() const { return n_; }

 private:
  static constexpr float kGuard = 12345.5f;
  int n_;
  std::vector<float> memory_;
};

inline constexpr int kLongest = 67;  // sizes 0..67 meet every tail of four vectors of sixteen

template <class Body>
void for_every_set(Body body) {
  for (const Kernels* set : available()) {
    SCOPED_TRACE(set->isa);
    body(*set);
  }
}

inline void expect_close(const Row& got, const Row& expected, double relative, double absolute = 0) {
  for (int i = 0; i < expected.size(); ++i)
    ASSERT_NEAR(got[i], expected[i], absolute + relative * std::fabs(expected[i]))
        << "at " << i << " of " << expected.size();
}

}  // namespace thimble::kernels
