// How activations lie between the steps of a network while a CPU runs it.
//
// A tensor (N, C, H, W) becomes panels: the channels in blocks of `lanes`, and for each block and place (y, x) one
// panel of N rows, a row being the channels of one image side by side:
//   data[((block H + y) W + x) N lanes + n lanes + lane],      channel = block lanes + lane
// A convolution's forward pass, its weight gradient and its input gradient all read such panels as they lie: a tap of
// the window is a distance in memory. Lanes that stand for no channel hold zeros.
#pragma once

#include <cstddef>

#include "core/tensor.h"

namespace thimble {

struct PanelShape {
  int channels = 0, height = 1, width = 1;
  int lanes = 32;  // 32, or 16 for up to 16 channels; an input nobody wants the gradient of may have any number
  int blocks() const { return (channels + lanes - 1) / lanes; }
  int places() const { return height * width; }
  int depth() const { return blocks() > 1 ? lanes : channels; }  // lanes of a block that may not be zero
  size_t floats(int images) const {
    return static_cast<size_t>(blocks()) * static_cast<size_t>(places()) * static_cast<size_t>(lanes) *
           static_cast<size_t>(images);
  }
  bool operator==(const PanelShape&) const = default;
};

struct Panels {
  float* data = nullptr;  // null: nobody wants them
  PanelShape shape;
  int images = 0;

  ptrdiff_t panel() const { return ptrdiff_t{images} * shape.lanes; }  // floats from one place to the next
  ptrdiff_t block() const { return panel() * shape.places(); }
  ptrdiff_t offset(int b, int y, int x) const { return b * block() + (ptrdiff_t{y} * shape.width + x) * panel(); }
  float* at(int b, int place) const { return data + b * block() + place * panel(); }
  size_t floats() const { return shape.floats(images); }
};

int panel_lanes(int channels);                // 16 or 32
PanelShape panel_shape(const Shape& sample);  // of samples (C, H, W) or (C)

// p = the images of x, `top` and `left` places away from the corner of p and zeros around them.
void to_panels(const Tensor& x, int top, int left, const Panels& p);
void from_panels(const Panels& p, Tensor& x);

}  // namespace thimble
