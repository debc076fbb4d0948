// A grey picture on its way to 28 x 28.
#pragma once

#include <cstddef>
#include <vector>

namespace thimble {

struct Plane {
  int width, height;
  std::vector<float> values;  // 0..255, row by row
  Plane(int w, int h) : width(w), height(h), values(static_cast<size_t>(w) * static_cast<size_t>(h)) {}
  size_t place(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
  }
  float& at(int x, int y) { return values[place(x, y)]; }
  float at(int x, int y) const { return values[place(x, y)]; }
};

struct PixelBox {
  int left = 0, top = 0, right = 0, bottom = 0;  // right and bottom are one behind the last
  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

// Every pixel of the result is the mean of the area it covers in the box.
Plane shrink(const Plane& plane, const PixelBox& box, int width, int height);

// The rows and columns that hold more than a few specks of at least `least`; an empty box where there are none.
PixelBox trim(const Plane& plane, float least);

// The largest size of the aspect across : down that fits into width x height, at least 1 x 1.
struct Size {
  int width, height;
};
Size fitting(int across, int down, int width, int height);

}  // namespace thimble
