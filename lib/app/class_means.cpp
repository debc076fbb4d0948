#include "app/class_means.h"

#include <algorithm>

namespace thimble {

std::vector<std::vector<uint8_t>> class_means(const Dataset& data, int count) {
  const auto classes = static_cast<size_t>(data.classes()), width = static_cast<size_t>(data.x.sample().size());
  std::vector<std::vector<uint32_t>> sums(classes, std::vector<uint32_t>(width));
  std::vector<uint32_t> counts(classes);
  for (int n = 0; n < std::min(count, data.size()); ++n) {
    const auto k = static_cast<size_t>(data.labels[static_cast<size_t>(n)]);
    const std::span<const uint8_t> x = data.x.bytes(n);
    for (size_t p = 0; p < width; ++p) sums[k][p] += x[p];
    ++counts[k];
  }
  std::vector<std::vector<uint8_t>> means(classes, std::vector<uint8_t>(width));
  for (size_t k = 0; k < classes; ++k)
    for (size_t p = 0; p < width && counts[k] > 0; ++p)
      means[k][p] = static_cast<uint8_t>((sums[k][p] + counts[k] / 2) / counts[k]);
  return means;
}

}  // namespace thimble
