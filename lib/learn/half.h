// Floats in 16 bits, as model files hold them. Narrowing rounds to the nearest, ties to even; widening is exact.
//   half      1 sign, 5 exponent, 10 fraction bits (IEEE 754 binary16)
//   bfloat    the upper half of a float: 1 sign, 8 exponent, 7 fraction bits
#pragma once

#include <cstdint>

namespace thimble {

uint16_t half_from_float(float value);
float float_from_half(uint16_t bits);
uint16_t bfloat_from_float(float value);
float float_from_bfloat(uint16_t bits);

// The bits of a float, and the float of those bits.
uint32_t bits_of(float value);
float float_of(uint32_t bits);

}  // namespace thimble
