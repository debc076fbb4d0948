#include "learn/half.h"

#include <cstring>

namespace thimble {

uint32_t bits_of(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

float float_of(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

namespace {

// value / 2^shift, rounded to the nearest, ties to even
uint32_t shift_right(uint32_t value, uint32_t shift) {
  const uint32_t half = uint32_t{1} << (shift - 1), rest = value & ((half << 1) - 1), whole = value >> shift;
  return whole + (rest > half || (rest == half && (whole & 1)) ? 1 : 0);
}

}  // namespace

uint16_t half_from_float(float value) {
  const uint32_t bits = bits_of(value), sign = bits >> 16 & 0x8000, size = bits & 0x7fffffff;
  if (size > 0x7f800000) {  // not a number: keep what fits of its fraction, but never let it become infinity
    const uint32_t fraction = size >> 13 & 0x3ff;
    return static_cast<uint16_t>(sign | 0x7c00 | (fraction == 0 ? 0x200 : fraction));
  }
  if (size >= 0x47800000) return static_cast<uint16_t>(sign | 0x7c00);  // 2^16 and more
  // The exponent's bias falls from 127 to 15; a carry out of the fraction counts the exponent up, to infinity at last.
  if (size >= 0x38800000) return static_cast<uint16_t>(sign | shift_right(size - (112u << 23), 13));
  if (size < 0x33000000) return static_cast<uint16_t>(sign);  // below half of the smallest, 2^-24
  const uint32_t exponent = size >> 23, fraction = (size & 0x7fffff) | 0x800000;
  return static_cast<uint16_t>(sign | shift_right(fraction, 126 - exponent));  // in units of 2^-24
}

float float_from_half(uint16_t half) {
  const uint32_t sign = uint32_t{half} >> 15 << 31, exponent = half >> 10 & 0x1f, fraction = half & 0x3ff;
  if (exponent == 0x1f) return float_of(sign | 0x7f800000 | fraction << 13);
  if (exponent != 0) return float_of(sign | (exponent + 112) << 23 | fraction << 13);
  const float size = static_cast<float>(fraction) * 0x1p-24f;
  return sign != 0 ? -size : size;
}

uint16_t bfloat_from_float(float value) {
  const uint32_t bits = bits_of(value);
  if ((bits & 0x7fffffff) > 0x7f800000) {
    const uint32_t kept = bits >> 16;
    return static_cast<uint16_t>((kept & 0x7f) == 0 ? kept | 0x40 : kept);
  }
  return static_cast<uint16_t>(shift_right(bits, 16));
}

float float_from_bfloat(uint16_t half) { return float_of(uint32_t{half} << 16); }

}  // namespace thimble
