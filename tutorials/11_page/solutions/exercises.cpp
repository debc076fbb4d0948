#include "exercises.h"

#include <algorithm>

namespace thimble {

float cover(float distance, float width) { return std::clamp(width / 2 + 0.5f - distance, 0.f, 1.f); }

std::vector<float> area_mean(const std::vector<float>& row, int n) {
  const double step = static_cast<double>(row.size()) / n;
  std::vector<float> out;
  for (int j = 0; j < n; ++j) {
    const double begin = j * step, end = begin + step;
    double sum = 0;
    for (size_t u = static_cast<size_t>(begin); u < row.size() && static_cast<double>(u) < end; ++u) {
      const double at = static_cast<double>(u);
      sum += static_cast<double>(row[u]) * (std::min(end, at + 1) - std::max(begin, at));
    }
    out.push_back(static_cast<float>(sum / step));
  }
  return out;
}

void keep_largest(std::vector<uint8_t>& mask, int width, int height) {
  std::vector<int> piece(mask.size(), -1), sizes;
  for (int start = 0; start < width * height; ++start) {
    const auto visit = [&, number = static_cast<int>(sizes.size())](int pixel, std::vector<int>& waiting) {
      const size_t p = static_cast<size_t>(pixel);
      if (mask[p] == 0 || piece[p] >= 0) return;
      piece[p] = number;
      waiting.push_back(pixel);
    };
    std::vector<int> reached;
    visit(start, reached);
    for (size_t next = 0; next < reached.size(); ++next) {
      const int pixel = reached[next], x = pixel % width;
      if (x > 0) visit(pixel - 1, reached);
      if (x + 1 < width) visit(pixel + 1, reached);
      if (pixel >= width) visit(pixel - width, reached);
      if (pixel + width < width * height) visit(pixel + width, reached);
    }
    if (!reached.empty()) sizes.push_back(static_cast<int>(reached.size()));
  }
  const auto largest = static_cast<int>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
  for (size_t p = 0; p < mask.size(); ++p)
    if (piece[p] != largest) mask[p] = 0;
}

}  // namespace thimble
