// Convolution as products of small matrices, one group of images at a time; ops_conv.cpp and ops_fused.cpp use it.
//
// The pictures of a group are copied once with their zeros around them: the source. The window at position j starts at
// source[base(j)], and its tap k = (c, u, v) lies tap(k) further on, whatever j is. Then
//   planes[f][j]   = sum_k W[f][k]  source[base(j) + tap(k)]      Correlation
//   gradient[k][f] = sum_j dY[f][j] source[base(j) + tap(k)]      WeightGradient
// The matrix source[base + tap] ("im2col") is never stored: each tile of the product packs the part that it reads.
#pragma once

#include <cstddef>
#include <functional>

#include "core/ops.h"

namespace thimble {

// N pictures of C channels and H x W pixels, F filters, P x Q positions of the window: all that fit, or as many of the
// first rows and columns as are wanted. In `paired` order the rows 0, 2, 4, ... of a plane come before 1, 3, 5, ...
struct ConvShape {
  int images, channels, height, width, filters, out_height, out_width;
  Window window;
  bool paired = false;
  int in_size() const { return channels * height * width; }  // floats of one picture
  int taps() const { return channels * window.height * window.width; }
  int positions() const { return out_height * out_width; }  // of one picture
  int out_size() const { return filters * positions(); }
};

// Fails unless x (N, C, H, W), w (F, C, U, V) and y (N, F, P, Q) fit together.
ConvShape check_conv(const char* who, const Shape& x, const Shape& w, const Window& window, const Shape& y);

// Images are taken in groups, so that a product has enough columns to fill its tiles when pictures are small.
struct Group {
  int first, images;
};
int groups(const ConvShape& shape);
Group group(const ConvShape& shape, int index);

// A group's pictures with their padding, in this thread's scratch memory.
struct Source {
  float* data;  // the first pixel of the first picture, behind its padding
  int image, channel, row;
  float& at(int i, int c, int y, int x) const { return data[i * image + c * channel + y * row + x]; }
};

class Correlation {
 public:
  // Element (f, c, u, v) of the weights is w[f * filter_stride + c * channel_stride + (u * V + v) * tap_stride]. They
  // are packed for the tile in the scratch memory of the calling thread; bias (F) may be null.
  Correlation(const ConvShape& shape, const float* w, int filter_stride, int channel_stride, int tap_stride,
              const float* bias);

  Source blank(const Group& g) const;               // all zeros, to be filled by the caller
  void copy(const Group& g, const float* x) const;  // the source of these pictures
  // planes[f * stride() + i * P Q + p * Q + q] for the images i of the group, from the source made before.
  const float* planes(const Group& g) const;
  int stride() const { return stride_; }

 private:
  ConvShape shape_;
  const float* bias_;
  const float* packed_;
  int stride_;
};

// dX of a convolution from dY, group by group. With stride 1 it is a correlation of dY, surrounded by zeros, with the
// filters turned by half a turn; else every position sends W[f, :] dY[f] to the pixels of its window.
class InputGradient {
 public:
  InputGradient(const ConvShape& shape, const float* w);  // w (F, C, U, V)

  const ConvShape& shape() const { return products_; }  // its groups are the ones to ask for; its source is dY
  const Correlation& dy() const { return correlation_; }
  void finish(const Group& g, float* dx) const;  // dX of the group from the source in dy()

 private:
  void copy_planes(const Group& g, const float* planes, float* dx) const;
  void scatter_planes(const Group& g, const float* planes, float* dx) const;

  ConvShape conv_;
  bool turned_;
  ConvShape products_;
  Correlation correlation_;
};

// Sums dW over the images in a fixed number of parts, which are added in their order.
class WeightGradient {
 public:
  explicit WeightGradient(const ConvShape& shape);

  // dY of one group, laid out for the tile: at(f, j) for filter f and position j = i P Q + p Q + q of the group.
  struct Panels {
    float* data;
    int columns, positions;
    float& at(int f, int j) const {
      return data[(static_cast<ptrdiff_t>(f / columns) * positions + j) * columns + f % columns];
    }
  };
  // fill(group, panels, bias sums): writes dY of the group into zeroed panels; the F sums belong to the same part.
  // Borrowed for the call; std::cref of a lambda allocates nothing.
  using Fill = std::function<void(const Group&, const Panels&, float*)>;
  void add(const float* x, const Fill& fill, float* dw, float* db) const;  // dw (F, C, U, V) += ...; db may be null

 private:
  ConvShape shape_;
};

}  // namespace thimble
