#include "plot/ticks.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "plot/markup.h"

namespace thimble {

namespace {

// m 10^k, correctly rounded for |k| <= 22: 3 10^-1 is 3 / 10.
double scaled(double m, int k) {
  double power = 1;
  for (int i = 0; i < (k < 0 ? -k : k); ++i) power *= 10;
  return k < 0 ? m / power : m * power;
}

// m 10^k in words: plain below ten million and with at most `places` decimals, else 2e-6.
std::string label(double m, int k, int places) {
  const double x = scaled(m, k);
  if (m == 0) return "0";
  if (std::fabs(x) < 1e7 && k >= -places) {
    return k < 0 || std::fabs(x) < 10000 ? decimal(x, k < 0 ? -k : 0) : grouped(static_cast<int64_t>(x));
  }
  while (std::fmod(m, 10) == 0) {
    m /= 10;
    ++k;
  }
  return decimal(m, 0) + "e" + std::to_string(k);
}

}  // namespace

Ticks linear_ticks(double low, double high, int most, Ends ends, bool whole) {
  constexpr double largest = 1e300;  // steps beyond it overflow
  if (!(std::fabs(low) < largest) || !(std::fabs(high) < largest)) {
    low = 0;
    high = 1;
  }
  if (low > high) std::swap(low, high);
  if (!(high > low)) {
    const double margin = low == 0 ? 1 : whole ? 1 : 0.1 * std::fabs(low);
    low -= margin;
    high += margin;
  }
  int k = -300;  // the step is m 10^k
  double m = 1;
  const auto too_small = [&] { return scaled(m, k) * most < (high - low) * (1 - 1e-9); };
  while (scaled(1, k + 1) * most < high - low) ++k;
  while (too_small()) {
    if (m == 5) ++k;
    m = m == 1 ? 2 : m == 2 ? 5 : 1;
  }
  if (whole && k < 0) {
    m = 1;
    k = 0;
  }
  const double step = scaled(m, k), slack = 1e-9;
  Ticks ticks;
  double first = std::ceil(low / step - slack), last = std::floor(high / step + slack);
  if (ends == Ends::rounded) {
    first = std::floor(low / step + slack);
    last = std::ceil(high / step - slack);
  }
  ticks.low = ends == Ends::rounded ? scaled(first * m, k) : low;
  ticks.high = ends == Ends::rounded ? scaled(last * m, k) : high;
  for (int n = 0; n <= most + 1 && first + n <= last; ++n) {
    ticks.at.push_back(scaled((first + n) * m, k));
    ticks.labels.push_back(label((first + n) * m, k, 6));
  }
  return ticks;
}

Ticks log_ticks(double low, double high) {
  Ticks ticks;
  ticks.low = low;
  ticks.high = high;
  int k = 0;
  while (k > -300 && scaled(1, k) > low) --k;
  while (k < 300 && scaled(1, k + 1) <= low) ++k;
  const double slack = 1e-9;
  const auto inside = [&](double x) { return x >= low * (1 - slack) && x <= high * (1 + slack); };
  int decades = 0;
  for (int i = k; i <= 300 && scaled(1, i) <= high * (1 + slack); ++i) decades += inside(scaled(1, i)) ? 1 : 0;
  const int every = 1 + (decades - 1) / 8;  // at most eight with words
  for (int i = k; i <= 300 && scaled(1, i) <= high * (1 + slack); ++i) {
    for (const double m : {1.0, 2.0, 5.0}) {
      if (!inside(scaled(m, i)) || (m > 1 && decades > 6)) continue;
      ticks.at.push_back(scaled(m, i));
      const bool words = m == 1 ? (i - k) % every == 0 : decades < 2;
      ticks.labels.push_back(words ? label(m, i, 3) : "");
    }
  }
  return ticks;
}

}  // namespace thimble
