#include "nn/init.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"

namespace thimble {
namespace {

constexpr std::array<const char*, 5> kNames{"glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "dirac"};

// Standard deviation of a normal variable that is drawn again while it lies beyond two of its own.
constexpr double kTruncated = 0.87962566103423978;

float truncated_normal(Rng& rng) {
  float z = rng.normal();
  while (std::abs(z) > 2) z = rng.normal();
  return z;
}

}  // namespace

Init parse_init(const std::string& name) {
  for (size_t i = 0; i < kNames.size(); ++i)
    if (name == kNames[i]) return static_cast<Init>(i);
  fail(Error::usage,
       "init: expected glorot_uniform, glorot_normal, he_uniform, he_normal or dirac, got \"" + name + '"');
}

std::string to_text(Init init) { return kNames[static_cast<size_t>(init)]; }

void initialise(Init init, int fan_in, int fan_out, Rng& rng, Tensor& w) {
  const bool he = init == Init::he_uniform || init == Init::he_normal;
  const double variance = he ? 2.0 / fan_in : 2.0 / (static_cast<double>(fan_in) + fan_out);
  if (init == Init::glorot_uniform || init == Init::he_uniform || init == Init::dirac) {
    const auto limit = static_cast<float>(std::sqrt(3 * variance));
    for (float& v : w.values()) v = rng.uniform(-limit, limit);
  } else {
    const auto sigma = static_cast<float>(std::sqrt(variance) / kTruncated);
    for (float& v : w.values()) v = sigma * truncated_normal(rng);
  }
  if (init == Init::dirac && w.shape().rank() == 4) set_dirac(w);
}

void set_dirac(Tensor& w) {
  for (int f = 0; f < std::min(w.dim(0), w.dim(1)); ++f) {
    std::fill(w.row(f).begin(), w.row(f).end(), 0.f);
    w(f, f, w.dim(2) / 2, w.dim(3) / 2) = 1;
  }
}

}  // namespace thimble
