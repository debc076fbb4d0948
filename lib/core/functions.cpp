#include "core/functions.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace thimble {
namespace {

double from_bits(uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

uint64_t to_bits(double x) {
  uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

// 2^n, also where that is subnormal.
double power_of_two(int n) {
  if (n >= -1022) return from_bits(static_cast<uint64_t>(n + 1023) << 52);
  return n < -1074 ? 0 : from_bits(uint64_t{1} << (n + 1074));
}

// ln 2 and pi/2 in two parts: the first has zeros at its end, so that n times it is exact.
constexpr double kLn2High = 0x1.62e42feep-1, kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kHalfPiHigh = 0x1.921fb544p+0, kHalfPiMiddle = 0x1.0b4611a6p-34, kHalfPiLow = 0x1.3198a2e037073p-69;

// sin and cos on [-pi/4, pi/4] by their Taylor series; the term left out is below 2^-54.
double sin_series(double r) {
  const double s = r * r;
  double sum = 0;
  for (int k = 17; k >= 3; k -= 2) sum = s * (1 + sum) / -(k * (k - 1.0));
  return r + r * sum;
}

double cos_series(double r) {
  const double s = r * r;
  double sum = 0;
  for (int k = 18; k >= 2; k -= 2) sum = s * (1 + sum) / -(k * (k - 1.0));
  return 1 + sum;
}

// cos(x - quarters pi/2)
double cosine(double x, int quarters) {
  const double n = std::floor(x / (kHalfPiHigh + kHalfPiMiddle) + 0.5);
  const double r = ((x - n * kHalfPiHigh) - n * kHalfPiMiddle) - n * kHalfPiLow;  // x = n pi/2 + r
  switch ((static_cast<int64_t>(n) - quarters) & 3) {
    case 0:
      return cos_series(r);
    case 1:
      return -sin_series(r);
    case 2:
      return -cos_series(r);
    default:
      return sin_series(r);
  }
}

}  // namespace

double exp_exact(double x) {
  if (x != x) return x;
  if (x > 709.79) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  const double n = std::floor(x / (kLn2High + kLn2Low) + 0.5);
  const double r = (x - n * kLn2High) - n * kLn2Low;  // x = n ln 2 + r,  |r| <= ln 2 / 2
  double sum = 0;
  for (int k = 15; k >= 2; --k) sum = (1 + sum) * r / k;  // e^r = 1 + r (1 + r/2 (1 + r/3 (...)))
  const double e = 1 + (r + r * sum);
  const int half = static_cast<int>(n) / 2;  // in two steps: 2^n alone may overflow
  return e * power_of_two(half) * power_of_two(static_cast<int>(n) - half);
}

double log_exact(double x) {
  if (x != x || x < 0) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return -std::numeric_limits<double>::infinity();
  if (x > std::numeric_limits<double>::max()) return x;
  int n = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    n = -54;
  }
  n += static_cast<int>(to_bits(x) >> 52) - 1023;
  double m = from_bits((to_bits(x) & 0xfffffffffffffu) | 0x3ff0000000000000u);  // x = m 2^n,  1 <= m < 2
  if (m > std::sqrt(2.0)) {
    m /= 2;
    ++n;
  }
  const double s = (m - 1) / (m + 1), s2 = s * s;  // ln m = 2 (s + s^3/3 + s^5/5 + ...)
  double sum = 0;
  for (int k = 23; k >= 3; k -= 2) sum = s2 * (1.0 / k + sum);
  return n * kLn2High + (n * kLn2Low + 2 * s * sum + 2 * s);
}

double cos_exact(double x) { return cosine(x, 0); }
double sin_exact(double x) { return cosine(x, 1); }

double pow_exact(double x, double y) {
  if (y == std::floor(y) && std::fabs(y) <= 0x1p53) {
    double result = 1, square = x;
    for (int64_t n = static_cast<int64_t>(std::fabs(y)); n > 0; n /= 2, square *= square)
      if (n % 2 == 1) result *= square;
    return y < 0 ? 1 / result : result;
  }
  return exp_exact(y * log_exact(x));
}

}  // namespace thimble
