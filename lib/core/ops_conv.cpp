#include <algorithm>

#include "core/error.h"
#include "core/ops.h"
#include "core/ops_correlate.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

void conv2d(const Tensor& x, const Tensor& w, const Tensor& b, const Window& window, Tensor& y) {
  const ConvShape s = check_conv("conv2d", x.shape(), w.shape(), window, y.shape());
  check(b.empty() || b.size() == s.filters, "conv2d: expected ", s.filters, " biases, got ", b.shape());
  const int area = window.height * window.width;
  const Correlation correlation(s, w.data(), s.taps(), area, 1, b.empty() ? nullptr : b.data());
  parallel_for(groups(s), 1, [&](int begin, int end) {
    for (int index = begin; index < end; ++index) {
      const Group g = group(s, index);
      correlation.copy(g, x.data());
      const float* planes = correlation.planes(g);
      for (int i = 0; i < g.images; ++i)
        for (int f = 0; f < s.filters; ++f) {
          const float* plane = planes + f * correlation.stride() + i * s.positions();
          std::copy(plane, plane + s.positions(), y.data() + ((g.first + i) * s.filters + f) * s.positions());
        }
    }
  });
}

void conv2d_input_gradient(const Tensor& dy, const Tensor& w, const Window& window, Tensor& dx) {
  if (dx.empty()) return;
  const ConvShape s = check_conv("conv2d_input_gradient", dx.shape(), w.shape(), window, dy.shape());
  const InputGradient gradient(s, w.data());
  parallel_for(groups(gradient.shape()), 1, [&](int begin, int end) {
    for (int index = begin; index < end; ++index) {
      const Group g = group(gradient.shape(), index);
      gradient.dy().copy(g, dy.data());
      gradient.finish(g, dx.data());
    }
  });
}

void add_conv2d_weight_gradient(const Tensor& x, const Tensor& dy, const Window& window, Tensor& dw) {
  const ConvShape s = check_conv("add_conv2d_weight_gradient", x.shape(), dw.shape(), window, dy.shape());
  const auto fill = [&](const Group& g, const WeightGradient::Panels& panels, float*) {
    const float* from = dy.data() + g.first * s.out_size();
    for (int i = 0; i < g.images; ++i)
      for (int f = 0; f < s.filters; ++f) {
        float* to = &panels.at(f, i * s.positions());
        for (int j = 0; j < s.positions(); ++j) to[j * panels.columns] = *from++;
      }
  };
  WeightGradient(s).add(x.data(), std::cref(fill), dw.data(), nullptr);
}

void add_channel_sums(const Tensor& dy, Tensor& out) {
  check(dy.shape().rank() >= 2 && out.size() == dy.dim(1), "add_channel_sums: expected one sum for each channel of ",
        dy.shape(), ", got ", out.shape());
  if (dy.empty()) return;
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
