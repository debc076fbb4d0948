#include "app/enclosed.h"

#include <cstddef>
#include <cstdint>

namespace thimble {

void mark_enclosed(int width, int height, float threshold, float exact, std::vector<float>& far) {
  std::vector<uint8_t> seen(far.size());
  std::vector<int> area;  // the pixels of one area, also those still to be left for their neighbours
  const auto visit = [&](int pixel) {
    const size_t p = static_cast<size_t>(pixel);
    if (seen[p] != 0 || far[p] >= threshold) return;
    seen[p] = 1;
    area.push_back(pixel);
  };
  const auto spread = [&] {
    for (size_t next = 0; next < area.size(); ++next) {
      const int pixel = area[next], x = pixel % width;
      if (x > 0) visit(pixel - 1);
      if (x + 1 < width) visit(pixel + 1);
      if (pixel >= width) visit(pixel - width);
      if (pixel + width < width * height) visit(pixel + width);
    }
  };
  for (int x = 0; x < width; ++x) visit(x), visit((height - 1) * width + x);
  for (int y = 0; y < height; ++y) visit(y * width), visit(y * width + width - 1);
  spread();

  for (int start = 0; start < width * height; ++start) {
    area.clear();
    visit(start);
    spread();
    double sum = 0;
    for (const int pixel : area) sum += static_cast<double>(far[static_cast<size_t>(pixel)]);
    if (sum < static_cast<double>(exact) * static_cast<double>(area.size())) continue;
    for (const int pixel : area) far[static_cast<size_t>(pixel)] = threshold;
  }
}

}  // namespace thimble
