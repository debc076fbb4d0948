#include "app/plane.h"

#include <algorithm>
#include <array>

namespace thimble {

Plane shrink(const Plane& p, const PixelBox& box, int width, int height) {
  const double step_x = static_cast<double>(box.width()) / width;
  const double step_y = static_cast<double>(box.height()) / height;
  Plane out(width, height);
  std::vector<double> wide(static_cast<size_t>(step_x) + 3);  // what of each pixel from `left` on belongs to a column
  for (int x = 0; x < width; ++x) {
    const double x0 = box.left + x * step_x, x1 = x0 + step_x;
    const int left = static_cast<int>(x0);
    size_t covers = 0;
    for (int u = left; u < box.right && u < x1; ++u) wide[covers++] = std::min(x1, u + 1.0) - std::max<double>(x0, u);
    for (int y = 0; y < height; ++y) {
      const double y0 = box.top + y * step_y, y1 = y0 + step_y;
      double sum = 0;
      for (int v = static_cast<int>(y0); v < box.bottom && v < y1; ++v) {
        const double tall = std::min(y1, v + 1.0) - std::max<double>(y0, v);
        const float* row = p.values.data() + p.place(left, v);
        for (size_t u = 0; u < covers; ++u) sum += tall * wide[u] * static_cast<double>(row[u]);
      }
      out.at(x, y) = static_cast<float>(sum / (step_x * step_y));
    }
  }
  return out;
}

PixelBox trim(const Plane& p, float least_tone) {
  std::vector<int> rows(static_cast<size_t>(p.height)), columns(static_cast<size_t>(p.width));
  for (int y = 0; y < p.height; ++y) {
    const float* row = &p.values[p.place(0, y)];
    int count = 0;
    for (size_t x = 0; x < columns.size(); ++x) {
      const int garment = row[x] >= least_tone ? 1 : 0;
      columns[x] += garment;
      count += garment;
    }
    rows[static_cast<size_t>(y)] = count;
  }
  const auto ends = [](const std::vector<int>& counts, int across) {
    const int least = 1 + across / 250;
    int first = 0, last = static_cast<int>(counts.size());
    while (first < last && counts[static_cast<size_t>(first)] < least) ++first;
    while (last > first && counts[static_cast<size_t>(last - 1)] < least) --last;
    return std::array<int, 2>{first, last};
  };
  const std::array<int, 2> x = ends(columns, p.height), y = ends(rows, p.width);
  return {x[0], y[0], x[1], y[1]};
}

Size fitting(int across, int down, int width, int height) {
  const double scale = std::min(static_cast<double>(width) / across, static_cast<double>(height) / down);
  return {std::clamp(static_cast<int>(across * scale + 0.5), 1, width),
          std::clamp(static_cast<int>(down * scale + 0.5), 1, height)};
}

}  // namespace thimble
