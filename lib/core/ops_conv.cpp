#include <algorithm>

#include "core/error.h"
#include "core/ops.h"
#include "core/ops_filter.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

// Fails unless x (N, C, H, W), w (F, C, U, V) and y (N, F, P, Q) fit together.
Filter checked(const char* who, const Shape& x, const Shape& w, const Window& window, const Shape& y) {
  check(x.rank() == 4 && w.rank() == 4 && x[1] == w[1], who,
        ": expected pictures (N, C, H, W) and filters (F, C, U, V), got ", x, " and ", w);
  check(w[2] == window.height && w[3] == window.width && window.stride >= 1, who, ": expected filters of ",
        window.height, "x", window.width, " and a stride of at least 1, got ", w, " and stride ", window.stride);
  check(window.top >= 0 && window.left >= 0 && window.bottom >= 0 && window.right >= 0, who,
        ": expected padding of at least 0");
  const int height = x[2] + window.top + window.bottom, width = x[3] + window.left + window.right;
  check(window.height >= 1 && window.width >= 1 && height >= window.height && width >= window.width, who,
        ": expected padded pictures of at least ", window.height, "x", window.width, ", got ", height, "x", width);
  const Filter filter = conv_filter(panel_shape(x.without_batch()), w[0], window);
  const Shape out{x[0], w[0], filter.out.height, filter.out.width};
  check(y == out, who, ": expected results of shape ", out, ", got ", y);
  return filter;
}

Panels panels_of(Scratch use, const PanelShape& shape, int images) {
  return {scratch(use, shape.floats(images)), shape, images};
}

Panels panels_of(Scratch use, const PanelShape& shape, const Tensor& x) {
  const Panels p = panels_of(use, shape, x.dim(0));
  to_panels(x, 0, 0, p);
  return p;
}

float* zeros(size_t floats) {
  float* memory = scratch(Scratch::weights, floats);
  std::fill(memory, memory + floats, 0.f);
  return memory;
}

}  // namespace

void conv2d(const Tensor& x, const Tensor& w, const Tensor& b, const Window& window, Tensor& y) {
  const Filter filter = checked("conv2d", x.shape(), w.shape(), window, y.shape());
  check(b.empty() || b.size() == filter.out.channels, "conv2d: expected ", filter.out.channels, " biases, got ",
        b.shape());
  if (y.empty()) return;
  if (const auto op = elsewhere("conv2d", &Device::conv2d, {{"x", x}, {"w", w}, {"b", b}, {"y", y}}))
    return op(x, w, b, window, y);
  float* packed = zeros(packed_floats(filter));
  pack_filters(filter, w.data(), packed);
  const Panels in = panels_of(Scratch::input, filter.in, x);
  const Panels out = panels_of(Scratch::output, filter.out, x.dim(0));
  filter_forward(filter, in, packed_weights(filter, packed), b.empty() ? nullptr : b.data(), false, out);
  from_panels(out, y);
}

void conv2d_input_gradient(const Tensor& dy, const Tensor& w, const Window& window, Tensor& dx) {
  if (dx.empty()) return;
  const Filter filter = checked("conv2d_input_gradient", dx.shape(), w.shape(), window, dy.shape());
  if (const auto op =
          elsewhere("conv2d_input_gradient", &Device::conv2d_input_gradient, {{"dy", dy}, {"w", w}, {"dx", dx}}))
    return op(dy, w, window, dx);
  float* turned = zeros(turned_floats(filter));
  turn_filters(filter, w.data(), turned);
  const Panels out = panels_of(Scratch::output, filter.out, dy);
  const Panels in = panels_of(Scratch::input, filter.in, dy.dim(0));
  filter_input_gradient(filter, out, turned, 0, in);
  from_panels(in, dx);
}

void add_conv2d_weight_gradient(const Tensor& x, const Tensor& dy, const Window& window, Tensor& dw) {
  const Filter filter = checked("add_conv2d_weight_gradient", x.shape(), dw.shape(), window, dy.shape());
  if (dy.empty()) return;
  if (const auto op = elsewhere("add_conv2d_weight_gradient", &Device::add_conv2d_weight_gradient,
                                {{"x", x}, {"dy", dy}, {"dw", dw}}))
    return op(x, dy, window, dw);
  const Panels in = panels_of(Scratch::input, filter.in, x);
  const Panels out = panels_of(Scratch::output, filter.out, dy);
  add_filter_weight_gradient(filter, in, out, dw.data(), nullptr);
}

void add_channel_sums(const Tensor& dy, Tensor& out) {
  check(dy.shape().rank() >= 2 && out.size() == dy.dim(1), "add_channel_sums: expected one sum for each channel of ",
        dy.shape(), ", got ", out.shape());
  if (dy.empty()) return;
  if (const auto op = elsewhere("add_channel_sums", &Device::add_channel_sums, {{"dy", dy}, {"out", out}}))
    return op(dy, out);
  const int channels = dy.dim(1), plane = dy.size() / (dy.dim(0) * channels);
  parallel_for(channels, 1, [&](int begin, int end) {
    for (int f = begin; f < end; ++f) {
      double total = 0;
      for (int n = 0; n < dy.dim(0); ++n)
        total += static_cast<double>(kernels::active().sum(plane, dy.data() + (n * channels + f) * plane));
      out.data()[f] += static_cast<float>(total);
    }
  });
}

}  // namespace thimble
