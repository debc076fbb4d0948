#include "data/synthetic.h"

#include <algorithm>
#include <numbers>
#include <utility>

#include "core/error.h"
#include "core/functions.h"
#include "core/rng.h"

namespace thimble {
namespace {

constexpr double kPi = std::numbers::pi;

// Each sample draws from a stream of its own.
Rng rng_of(uint64_t seed, int sample) { return Rng(Key(seed, Purpose::synthetic), static_cast<uint32_t>(sample)); }

Dataset labelled(Samples x, int classes, std::vector<std::string> names) {
  Dataset data{std::move(x), {}, std::move(names)};
  for (int i = 0; i < data.size(); ++i) data.labels.push_back(i % classes);
  return data;
}

float cos_of(double angle) { return static_cast<float>(cos_exact(angle)); }
float sin_of(double angle) { return static_cast<float>(sin_exact(angle)); }

}  // namespace

Dataset blobs(int n, int classes, int dimensions, float spread, uint64_t seed) {
  check(n >= 1 && classes >= 1 && dimensions >= 1, "blobs: expected at least 1 sample, class and dimension, got ", n,
        ", ", classes, " and ", dimensions);
  Tensor centres({classes, dimensions}), x({n, dimensions});
  Rng place(Key(seed, Purpose::synthetic, 1));
  for (float& c : centres.values()) c = place.uniform(-1, 1);
  for (int i = 0; i < n; ++i) {
    Rng rng = rng_of(seed, i);
    for (int d = 0; d < dimensions; ++d) x(i, d) = centres(i % classes, d) + spread * rng.normal();
  }
  return labelled(Samples(std::move(x)), classes, numbered_classes(classes));
}

Dataset moons(int n, float noise, uint64_t seed) {
  check(n >= 1, "moons: expected at least 1 sample, got ", n);
  Tensor x({n, 2});
  for (int i = 0; i < n; ++i) {
    Rng rng = rng_of(seed, i);
    const double t = kPi * static_cast<double>(rng.uniform());
    const bool lower = i % 2 == 1;
    const float u = lower ? 1 - cos_of(t) : cos_of(t);
    const float v = lower ? 0.5f - sin_of(t) : sin_of(t);
    x(i, 0) = u + noise * rng.normal();
    x(i, 1) = v + noise * rng.normal();
  }
  return labelled(Samples(std::move(x)), 2, {"upper", "lower"});
}

Dataset spirals(int n, int arms, float noise, uint64_t seed) {
  check(n >= 1 && arms >= 1, "spirals: expected at least 1 sample and arm, got ", n, " and ", arms);
  Tensor x({n, 2});
  for (int i = 0; i < n; ++i) {
    Rng rng = rng_of(seed, i);
    const double radius = rng.uniform();
    const double angle = 2 * kPi * (static_cast<double>(i % arms) / arms + 0.75 * radius);  // three quarters of a turn
    x(i, 0) = static_cast<float>(radius) * cos_of(angle) + noise * rng.normal();
    x(i, 1) = static_cast<float>(radius) * sin_of(angle) + noise * rng.normal();
  }
  return labelled(Samples(std::move(x)), arms, numbered_classes(arms));
}

Dataset bars(int n, int side, float noise, uint64_t seed) {
  check(n >= 1 && side >= 2, "bars: expected at least 1 picture of at least 2 x 2, got ", n, " of ", side, " x ", side);
  const size_t pixels = static_cast<size_t>(side) * static_cast<size_t>(side);
  std::vector<uint8_t> bytes;
  bytes.reserve(static_cast<size_t>(n) * pixels);
  for (int i = 0; i < n; ++i) {
    Rng rng = rng_of(seed, i);
    const int bar = rng.below(side);
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        const bool lit = (i % 2 == 0 ? y : x) == bar;
        const float value = (lit ? 255.0f : 0.0f) + 255 * noise * rng.normal();
        bytes.push_back(static_cast<uint8_t>(std::clamp(value, 0.0f, 255.0f) + 0.5f));
      }
  }
  return labelled(Samples({side, side}, std::move(bytes)), 2, {"horizontal", "vertical"});
}

}  // namespace thimble
