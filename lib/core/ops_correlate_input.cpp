#include <algorithm>

#include "core/ops_correlate.h"

namespace thimble {

namespace {

// Zeros around dY, so that the turned window ends up at every pixel of dX.
Window turned_window(const ConvShape& s) {
  const Window& w = s.window;
  const int top = w.height - 1 - w.top, left = w.width - 1 - w.left;
  return {w.height, w.width, 1, top, left, s.height - s.out_height + w.top, s.width - s.out_width + w.left};
}

bool can_turn(const ConvShape& s) {
  const Window w = turned_window(s);
  return s.window.stride == 1 && std::min({w.top, w.left, w.bottom, w.right}) >= 0;
}

// The convolution whose result is dX (turned), or one product for each tap of each filter (not turned).
ConvShape products_of(const ConvShape& s, bool turned) {
  if (turned)
    return {s.images, s.filters, s.out_height, s.out_width, s.channels, s.height, s.width, turned_window(s), false};
  return {s.images, s.filters, s.out_height, s.out_width, s.taps(), s.out_height, s.out_width, {1, 1}, false};
}

// Adds tap (u, v) of every window, values[p * Q + q], to the pixels (p s + u - top, q s + v - left) of dx.
void add_tap(const ConvShape& s, int u, int v, const float* values, float* dx) {
  for (int p = 0; p < s.out_height; ++p) {
    const int row = p * s.window.stride + u - s.window.top;
    if (row < 0 || row >= s.height) continue;
    for (int q = 0; q < s.out_width; ++q) {
      const int col = q * s.window.stride + v - s.window.left;
      if (col >= 0 && col < s.width) dx[row * s.width + col] += values[p * s.out_width + q];
    }
  }
}

}  // namespace

InputGradient::InputGradient(const ConvShape& shape, const float* w)
    : conv_(shape),
      turned_(can_turn(shape)),
      products_(products_of(shape, turned_)),
      correlation_(turned_ ? Correlation(products_, w + shape.window.height * shape.window.width - 1,
                                         shape.window.height * shape.window.width, shape.taps(), -1, nullptr)
                           : Correlation(products_, w, 1, shape.taps(), 0, nullptr)) {}

void InputGradient::finish(const Group& g, float* dx) const {
  const float* planes = correlation_.planes(g);
  if (turned_)
    copy_planes(g, planes, dx);
  else
    scatter_planes(g, planes, dx);
}

void InputGradient::copy_planes(const Group& g, const float* planes, float* dx) const {
  const int size = conv_.height * conv_.width;
  for (int i = 0; i < g.images; ++i)
    for (int c = 0; c < conv_.channels; ++c) {
      const float* plane = planes + c * correlation_.stride() + i * size;
      std::copy(plane, plane + size, dx + ((g.first + i) * conv_.channels + c) * size);
    }
}

void InputGradient::scatter_planes(const Group& g, const float* planes, float* dx) const {
  const int width = conv_.window.width, area = conv_.window.height * width;
  for (int i = 0; i < g.images; ++i) {
    float* image = dx + (g.first + i) * conv_.in_size();
    std::fill(image, image + conv_.in_size(), 0.f);
    for (int k = 0; k < conv_.taps(); ++k)
      add_tap(conv_, k % area / width, k % width, planes + k * correlation_.stride() + i * conv_.positions(),
              image + k / area * conv_.height * conv_.width);
  }
}

}  // namespace thimble
