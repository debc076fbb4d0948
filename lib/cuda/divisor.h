// Division by a number that is the same for all threads, as a multiplication: a GPU has no instruction for division.
//
//   n / d = (n m >> 32) >> s,   m = ceil(2^(32 + s) / d),   s = ceil(log2 d) - 1       for 0 <= n < 2^31, d > 1
//
// (Granlund & Montgomery 1994, "Division by invariant integers using multiplication", theorem 4.2.) m is too large by less
// than 1, so n m / 2^(32 + s) by less than n / 2^(32 + s) < 2^-(s + 1) <= 1 / d: not enough to reach the next integer.
#pragma once

#include <cstdint>

#include "cuda/runtime.h"

namespace thimble::cuda {

class Divisor {
 public:
  explicit Divisor(int d) : d_(static_cast<unsigned>(d)) {
    while (uint64_t{2} << shift_ < d_) ++shift_;
    factor_ = static_cast<unsigned>(((uint64_t{1} << (32 + shift_)) - 1) / d_ + 1);
  }
  __device__ int quotient(int n) const {
    return d_ == 1 ? n : static_cast<int>(__umulhi(static_cast<unsigned>(n), factor_) >> shift_);
  }
  __device__ int remainder(int n) const { return n - quotient(n) * static_cast<int>(d_); }

 private:
  unsigned d_, factor_ = 0;
  int shift_ = 0;
};

}  // namespace thimble::cuda
