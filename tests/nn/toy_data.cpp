#include "nn/toy_data.h"

#include <numbers>

#include "core/functions.h"
#include "core/rng.h"

namespace thimble {

namespace {

Dataset planar(Tensor points, std::vector<int> labels, int classes) {
  Dataset data;
  data.x = Samples(std::move(points));
  data.labels = std::move(labels);
  for (int k = 0; k < classes; ++k) data.class_names.push_back("class " + std::to_string(k));
  return data;
}

}  // namespace

Dataset toy_clouds(int n, int classes, uint64_t seed) {
  Rng rng(seed, Purpose::test);
  Tensor points({n, 2});
  std::vector<int> labels;
  for (int i = 0; i < n; ++i) {
    const int k = i % classes;
    const double angle = 2 * std::numbers::pi * k / classes;
    points(i, 0) = static_cast<float>(cos_exact(angle)) + 0.15f * rng.normal();
    points(i, 1) = static_cast<float>(sin_exact(angle)) + 0.15f * rng.normal();
    labels.push_back(k);
  }
  return planar(std::move(points), std::move(labels), classes);
}

Dataset toy_spirals(int n, uint64_t seed) {
  Rng rng(seed, Purpose::test);
  Tensor points({n, 2});
  std::vector<int> labels;
  for (int i = 0; i < n; ++i) {
    const float t = 0.15f + 0.85f * rng.uniform();
    const double angle = 2 * std::numbers::pi * static_cast<double>(t) + std::numbers::pi * (i % 2);
    points(i, 0) = t * static_cast<float>(cos_exact(angle)) + 0.02f * rng.normal();
    points(i, 1) = t * static_cast<float>(sin_exact(angle)) + 0.02f * rng.normal();
    labels.push_back(i % 2);
  }
  return planar(std::move(points), std::move(labels), 2);
}

Dataset toy_bars(int n, uint64_t seed) {
  constexpr int kSide = 8;
  Rng rng(seed, Purpose::test);
  Dataset data;
  std::vector<uint8_t> pixels;
  for (int i = 0; i < n; ++i) {
    const int at = rng.below(kSide);
    for (int y = 0; y < kSide; ++y)
      for (int x = 0; x < kSide; ++x)
        pixels.push_back(static_cast<uint8_t>(((i % 2 == 0 ? y : x) == at ? 150 : 0) + rng.below(60)));
    data.labels.push_back(i % 2);
  }
  data.x = Samples({kSide, kSide}, std::move(pixels));
  data.class_names = {"horizontal", "vertical"};
  return data;
}

}  // namespace thimble
