// A filter with made-up operands, the panels that they lie in, and the plain loops in double that say what comes out.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/ops_filter.h"
#include "core/ops_support.h"
#include "core/panel_memory.h"

namespace thimble::testing {

struct Case {
  Shape in;  // (N, C, H, W)
  int filters;
  Window window;
  bool dense = false;  // the window is the whole picture, w (C H W, F)
  int lanes = 0;       // of the input's panels; 0: as panel_shape has it
};

inline Window valid(int size, int stride = 1) { return {size, size, stride}; }
inline Window same(int size, int stride = 1) { return {size, size, stride, size / 2, size / 2, size / 2, size / 2}; }

inline Filter filter_of(const Case& c) {
  PanelShape in = panel_shape(c.in.without_batch());
  if (c.lanes > 0) in.lanes = c.lanes;
  return c.dense ? dense_filter(in, c.filters) : conv_filter(in, c.filters, c.window);
}

// A case with its operands and the plain loops.
struct Trial {
  Case c;
  Filter f;
  Tensor x, w, b, dy;
  explicit Trial(const Case& of)
      : c(of),
        f(filter_of(of)),
        x(random_tensor(of.in, 1)),
        w(random_tensor({f.taps() * of.in[1] * of.filters}, 2)),
        b(random_tensor({of.filters}, 3)),
        dy(random_tensor({of.in[0], of.filters, f.out.height, f.out.width}, 4)) {}

  size_t weight(int filter, int ch, int u, int v) const {
    const int height = f.window.height, width = f.window.width;
    const int at = c.dense ? ((ch * height + u) * width + v) * c.filters + filter
                           : ((filter * c.in[1] + ch) * height + u) * width + v;
    return static_cast<size_t>(at);
  }

  // of y, by its largest value: the errors of a sum of n floats one after another grow as the square root of n
  double rounding() const {
    return std::max(2e-6, std::ldexp(std::sqrt(static_cast<double>(f.taps()) * c.in[1]), -24));
  }

  // body(index in y, index in x, index in w) for every product
  template <class Body>
  void for_products(const Body& body) const {
    const Window& win = f.window;
    size_t y = 0;
    for (int n = 0; n < c.in[0]; ++n)
      for (int k = 0; k < c.filters; ++k)
        for (int p = 0; p < f.out.height; ++p)
          for (int q = 0; q < f.out.width; ++q, ++y)
            for (int u = 0; u < win.height; ++u)
              for (int v = 0; v < win.width; ++v) {
                const int i = p * win.stride + u - win.top, j = q * win.stride + v - win.left;
                if (i < 0 || i >= c.in[2] || j < 0 || j >= c.in[3]) continue;
                for (int ch = 0; ch < c.in[1]; ++ch)
                  body(y, static_cast<size_t>(((n * c.in[1] + ch) * c.in[2] + i) * c.in[3] + j), weight(k, ch, u, v));
              }
  }

  std::vector<double> forward(bool biased, bool relu) const {
    std::vector<double> y(static_cast<size_t>(dy.size()));
    const size_t places = static_cast<size_t>(f.out.places());
    for (size_t at = 0; biased && at < y.size(); ++at)
      y[at] = static_cast<double>(b.data()[at / places % static_cast<size_t>(c.filters)]);
    for_products([&](size_t at, size_t in, size_t weight) {
      y[at] += static_cast<double>(x.data()[in]) * static_cast<double>(w.data()[weight]);
    });
    for (double& v : y)
      if (relu && v < 0) v = 0;
    return y;
  }

  std::vector<double> input_gradient() const {
    std::vector<double> dx(static_cast<size_t>(x.size()));
    for_products([&](size_t at, size_t in, size_t weight) {
      dx[in] += static_cast<double>(dy.data()[at]) * static_cast<double>(w.data()[weight]);
    });
    return dx;
  }

  // From `dz` in place of dy.
  std::vector<double> weight_gradient(const std::vector<double>& dz, double before) const {
    std::vector<double> dw(static_cast<size_t>(w.size()), before);
    for_products(
        [&](size_t at, size_t in, size_t weight) { dw[weight] += dz[at] * static_cast<double>(x.data()[in]); });
    return dw;
  }
  std::vector<double> bias_gradient(const std::vector<double>& dz, double before) const {
    std::vector<double> db(static_cast<size_t>(c.filters), before);
    for (size_t at = 0; at < dz.size(); ++at)
      db[at / static_cast<size_t>(f.out.places()) % static_cast<size_t>(c.filters)] += dz[at];
    return db;
  }

  std::vector<float> packed() const {
    std::vector<float> weights(packed_floats(f));
    pack_filters(f, w.data(), weights.data());
    return weights;
  }
  std::string text() const {
    return c.in.text() + " to " + std::to_string(c.filters) + ", window " + std::to_string(f.window.height) + "x" +
           std::to_string(f.window.width) + " stride " + std::to_string(f.window.stride);
  }
};

}  // namespace thimble::testing
