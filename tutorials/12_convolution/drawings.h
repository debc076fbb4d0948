// The figures of chapter 12.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/tensor.h"
#include "plot/canvas.h"
#include "plot/image_grid.h"

// A small table of numbers as boxes, with a frame around the window at (row, column).
inline void draw_table(thimble::Canvas& canvas, thimble::Point corner, const thimble::Tensor& t,
                       const std::string& title, int row, int column, int window) {
  using namespace thimble;
  constexpr double kCell = 44;
  canvas.text({corner.x, corner.y - 10}, title, {.size = 14, .bold = true});
  for (int i = 0; i < t.dim(0); ++i)
    for (int j = 0; j < t.dim(1); ++j) {
      const bool inside = i >= row && i < row + window && j >= column && j < column + window;
      const Point at{corner.x + kCell * j, corner.y + kCell * i};
      canvas.rect(at, kCell, kCell,
                  {.stroke = Ink::axis, .fill = inside ? Ink::series0 : Ink::none, .opacity = inside ? 0.25 : 1});
      canvas.text({at.x + kCell / 2, at.y + kCell / 2 + 5}, short_decimal(double(t(i, j))),
                  {.size = 15, .anchor = Anchor::middle, .bold = inside});
    }
}

inline std::string window_drawing(const thimble::Tensor& x, const thimble::Tensor& w, const thimble::Tensor& y) {
  thimble::Canvas canvas(640, 190, "A window of two times two on a picture of three times three");
  draw_table(canvas, {30, 40}, x, "picture", 0, 1, 2);
  canvas.text({190, 112}, "times", {.size = 14});
  draw_table(canvas, {250, 62}, w, "filter", 0, 0, 2);
  canvas.text({360, 112}, "summed, + 0.5", {.size = 14});
  draw_table(canvas, {490, 62}, y, "what comes out", 0, 1, 1);
  return canvas.svg();
}

// Values as grey levels, 0 in the middle where there are negative ones.
inline std::vector<uint8_t> grey(std::span<const float> values) {
  float largest = 1e-6f;
  bool negative = false;
  for (const float v : values) largest = std::max(largest, std::abs(v)), negative |= v < 0;
  std::vector<uint8_t> pixels;
  for (const float v : values)
    pixels.push_back(static_cast<uint8_t>(std::lround(negative ? 127.5f + 127.5f * v / largest : 255 * v / largest)));
  return pixels;
}

inline std::vector<uint8_t> doubled(const std::vector<uint8_t>& pixels, int side) {
  std::vector<uint8_t> large;
  for (int i = 0; i < 4 * side * side; ++i) large.push_back(pixels[size_t(i / (4 * side) * side + i % (2 * side) / 2)]);
  return large;
}
