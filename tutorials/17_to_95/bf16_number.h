// A number as the products of `--compute bf16` see it.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/kernels.h"

// The nearest number with 8 binary digits, of two equally near ones the one whose last digit is 0.
inline float as_bf16(float x) {
  uint16_t upper = 0;
  thimble::kernels::active().to_bf16(1, &x, &upper);
  const uint32_t bits = uint32_t{upper} << 16;  // the upper half of a float
  float y = 0;
  std::memcpy(&y, &bits, sizeof y);
  return y;
}
