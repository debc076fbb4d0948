#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/error.h"
#include "core/functions.h"
#include "core/ops.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kGrain = 16384;

void check_sizes(const char* who, const Tensor& a, const Tensor& b) {
  check(a.size() == b.size(), who, ": expected equal sizes, got ", a.shape(), " and ", b.shape());
}

}  // namespace

void sgd_step(float rate, float mu, bool nesterov, const Tensor& g, Tensor& v, Tensor& p) {
  check_sizes("sgd_step", g, v);
  check_sizes("sgd_step", g, p);
  if (const auto op = elsewhere("sgd_step", &Device::sgd_step, {{"g", g}, {"v", v}, {"p", p}}))
    return op(rate, mu, nesterov, g, v, p);
  parallel_for(g.size(), kGrain, [&](int begin, int end) {
    kernels::active().sgd_step(end - begin, rate, mu, nesterov, g.data() + begin, v.data() + begin, p.data() + begin);
  });
}

void adam_step(float rate, float beta1, float beta2, float epsilon, bool epsilon_hat, int64_t t, const Tensor& g,
               Tensor& m, Tensor& v, Tensor& p) {
  check_sizes("adam_step", g, m);
  check_sizes("adam_step", g, v);
  check_sizes("adam_step", g, p);
  check(t >= 1, "adam_step: expected a step of at least 1, got ", t);
  const double unbias1 = 1 - pow_exact(static_cast<double>(beta1), static_cast<double>(t));  // 1 - beta1^t
  const double unbias2 =
      std::sqrt(1 - pow_exact(static_cast<double>(beta2), static_cast<double>(t)));  // sqrt(1 - beta2^t)
  // rate m_hat / (sqrt(v_hat) + epsilon), with both hats multiplied out; epsilon hat is what epsilon then becomes
  const kernels::AdamStep step{static_cast<float>(static_cast<double>(rate) * unbias2 / unbias1), beta1, beta2,
                               epsilon_hat ? epsilon : static_cast<float>(static_cast<double>(epsilon) * unbias2)};
  if (const auto op = elsewhere("adam_step", &Device::adam_step, {{"g", g}, {"m", m}, {"v", v}, {"p", p}}))
    return op(step, g, m, v, p);
  parallel_for(g.size(), kGrain, [&](int begin, int end) {
    kernels::active().adam_step(end - begin, step, g.data() + begin, m.data() + begin, v.data() + begin,
                                p.data() + begin);
  });
}

void add_scaled(float alpha, const Tensor& x, Tensor& y) {
  check_sizes("add_scaled", x, y);
  if (const auto op = elsewhere("add_scaled", &Device::add_scaled, {{"x", x}, {"y", y}})) return op(alpha, x, y);
  parallel_for(x.size(), kGrain, [&](int begin, int end) {
    kernels::active().axpy(end - begin, alpha, x.data() + begin, y.data() + begin);
  });
}

void move_towards(float share, const Tensor& x, Tensor& y) {
  check_sizes("move_towards", x, y);
  if (const auto op = elsewhere("move_towards", &Device::move_towards, {{"x", x}, {"y", y}})) return op(share, x, y);
  parallel_for(x.size(), kGrain, [&](int begin, int end) {
    float* to = y.data() + begin;
    kernels::active().scale_shift(end - begin, 1 - share, 0, to, to);
    kernels::active().axpy(end - begin, share, x.data() + begin, to);
  });
}

void multiply_by(float factor, Tensor& x) {
  if (const auto op = elsewhere("multiply_by", &Device::multiply_by, {{"x", x}})) return op(factor, x);
  parallel_for(x.size(), kGrain, [&](int begin, int end) {
    kernels::active().scale_shift(end - begin, factor, 0, x.data() + begin, x.data() + begin);
  });
}

void scale_to_unit(const Tensor& x, Tensor& y) {
  check_sizes("scale_to_unit", x, y);
  if (const auto op = elsewhere("scale_to_unit", &Device::scale_to_unit, {{"x", x}, {"y", y}})) return op(x, y);
  copy(x, y);
  multiply_by(static_cast<float>(1 / (std::sqrt(sum_of_squares(x)) + 1e-7)), y);
}

double sum_of_squares(const Tensor& x) {
  if (const auto op = elsewhere("sum_of_squares", &Device::sum_of_squares, {{"x", x}})) return op(x);
  std::array<double, 4> sums{};  // four chains of additions, which the processor runs side by side
  for (int i = 0; i < x.size(); ++i) {
    const auto value = static_cast<double>(x.data()[i]);
    sums[static_cast<size_t>(i % 4)] += value * value;
  }
  return sums[0] + sums[1] + (sums[2] + sums[3]);
}

// With all ones in its exponent, and only then, a float is infinity or NaN: adding one there carries into the sign's place.
bool all_finite(const Tensor& x) {
  if (const auto op = elsewhere("all_finite", &Device::all_finite, {{"x", x}})) return op(x);
  constexpr int kTogether = 1024;  // looked at before the answer so far is
  for (int first = 0; first < x.size(); first += kTogether) {
    const int last = std::min(first + kTogether, x.size());
    uint32_t carries = 0;
    for (int i = first; i < last; ++i) {
      uint32_t bits;
      std::memcpy(&bits, x.data() + i, sizeof bits);
      carries |= (bits & 0x7fffffffu) + 0x00800000u;
    }
    if ((carries & 0x80000000u) != 0) return false;
  }
  return true;
}

}  // namespace thimble
