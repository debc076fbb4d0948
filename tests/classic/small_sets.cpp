#include "classic/small_sets.h"

#include <algorithm>
#include <utility>

#include "core/rng.h"

namespace thimble {

Dataset features(int width, std::initializer_list<float> values, std::vector<int> labels) {
  const int n = static_cast<int>(labels.size());
  const int classes = *std::max_element(labels.begin(), labels.end()) + 1;
  return {Samples(Tensor({n, width}, values)), std::move(labels), numbered_classes(classes)};
}

Dataset clouds(int n, int classes, int width, uint64_t seed) {
  Rng rng(Key(seed, Purpose::test));
  Tensor centres({classes, width});
  for (float& c : centres.values()) c = rng.uniform(-3, 3);
  Tensor mix({width, width});
  for (float& m : mix.values()) m = rng.uniform(-0.5f, 0.5f);
  Tensor x({n * classes, width});
  std::vector<int> labels;
  for (int i = 0; i < n * classes; ++i) {
    labels.push_back(i % classes);
    std::vector<float> z(static_cast<size_t>(width));
    for (float& v : z) v = rng.normal();
    for (int p = 0; p < width; ++p) {
      x(i, p) = centres(i % classes, p) + 0.3f * z[static_cast<size_t>(p)];
      for (int q = 0; q < width; ++q) x(i, p) += mix(p, q) * z[static_cast<size_t>(q)];
    }
  }
  return {Samples(std::move(x)), std::move(labels), numbered_classes(classes)};
}

Dataset byte_clouds(int n, int classes, int width, uint64_t seed) {
  const Dataset soft = clouds(n, classes, width, seed);
  std::vector<uint8_t> bytes;
  for (const float v : soft.x.features().values())
    bytes.push_back(static_cast<uint8_t>(std::clamp(128 + 20 * v, 0.0f, 255.0f)));
  return {Samples({1, width}, std::move(bytes)), soft.labels, soft.class_names};
}

double entry(const Tensor& t, int i, int j) { return static_cast<double>(t(i, j)); }

}  // namespace thimble
