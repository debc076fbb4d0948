#include <array>

#include "core/error.h"
#include "core/ops.h"
#include "core/ops_correlate.h"
#include "core/ops_product.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

void matmul_bias(const Matrix& a, const Matrix& b, const Tensor& bias, bool relu, Tensor& c) {
  check_product("matmul_bias", a, b, c);
  check(bias.size() == b.cols, "matmul_bias: expected ", b.cols, " biases, got ", bias.shape());
  if (c.empty()) return;
  const auto finish = [&](int row, int rows, int col, int cols) {
    const kernels::Kernels& k = kernels::active();
    for (int n = row; n < row + rows; ++n) {
      float* out = c.data() + n * b.cols + col;
      k.add(cols, bias.data() + col, out);
      if (relu) k.relu(cols, out, out);
    }
  };
  product(a, b, false, c.data(), std::cref(finish));
}

namespace {

// The convolution of x (N, C, H, W) to the P x Q positions that the pool covers, pooled to height x width.
struct Pooled {
  ConvShape conv;
  Window pool;
  int height, width;
  int plane() const { return height * width; }
  bool two_by_two() const { return pool.height == 2 && pool.width == 2 && pool.stride == 2; }
  // The position of the place that won at (p, q).
  int position(int p, int q, int place) const {
    return (p * pool.stride + place / pool.width) * conv.out_width + q * pool.stride + place % pool.width;
  }
};

Pooled check_pooled(const char* who, const Tensor& x, const Tensor& w, const Window& window, const Window& pool,
                    const Tensor& y) {
  check(x.shape().rank() == 4 && w.shape().rank() == 4, who,
        ": expected pictures (N, C, H, W) and filters (F, C, U, V), got ", x.shape(), " and ", w.shape());
  const Shape conv_out{x.dim(0), w.dim(0), window.out_height(x.dim(2)), window.out_width(x.dim(3))};
  ConvShape conv = check_conv(who, x.shape(), w.shape(), window, conv_out);
  check(pool.height >= 1 && pool.width >= 1 && pool.stride >= 1 && pool.height * pool.width <= 256 && pool.top == 0 &&
            pool.left == 0 && pool.bottom == 0 && pool.right == 0 && conv.out_height >= pool.height &&
            conv.out_width >= pool.width,
        who, ": expected an unpadded pool of 1 to 256 places within ", conv_out, ", got ", pool.height, "x", pool.width,
        " stride ", pool.stride);
  const int height = pool.out_height(conv.out_height), width = pool.out_width(conv.out_width);
  conv.out_height = (height - 1) * pool.stride + pool.height;
  conv.out_width = (width - 1) * pool.stride + pool.width;
  const Pooled pooled{conv, pool, height, width};
  const Shape out{x.dim(0), w.dim(0), pooled.height, pooled.width};
  check(y.shape() == out, who, ": expected results of shape ", out, ", got ", y.shape());
  return pooled;
}

void pool_plane(const Pooled& s, const float* plane, float* y, uint8_t* winner) {
  if (s.conv.paired) {  // all upper rows of the windows, then all lower ones: one call for the plane
    kernels::active().max_pool_2x2(s.plane(), plane, plane + s.conv.positions() / 2, y, winner);
    return;
  }
  for (int p = 0; p < s.height; ++p)
    for (int q = 0; q < s.width; ++q) {
      int best = 0;
      for (int place = 1; place < s.pool.height * s.pool.width; ++place)
        if (plane[s.position(p, q, place)] > plane[s.position(p, q, best)]) best = place;
      *y++ = plane[s.position(p, q, best)];
      *winner++ = static_cast<uint8_t>(best);
    }
}

// Sends the gradient of each pooled value that ReLU let through to its winner: to(image, f) is where that plane's
// gradient goes, its row i to[i * row], a step to the right to[step]. Adds each channel's sum to sums, if wanted.
template <class Target>
void send_to_winners(const Pooled& s, const Group& g, const Tensor& y, const Tensor& dy,
                     const std::vector<uint8_t>& winner, int step, int row, const Target& target, float* sums) {
  const kernels::Kernels& k = kernels::active();
  std::array<int, 256> place_offset;
  for (int place = 0; place < s.pool.height * s.pool.width; ++place)
    place_offset[static_cast<size_t>(place)] = place / s.pool.width * row + place % s.pool.width * step;
  const int filters = s.conv.filters, size = filters * s.plane();
  float* alive = scratch(Scratch::row, static_cast<size_t>(size));  // no branch on y > 0: nobody could predict it
  for (int i = 0; i < g.images; ++i) {
    const ptrdiff_t image = static_cast<ptrdiff_t>(g.first + i) * size;
    k.relu_backward(size, y.data() + image, dy.data() + image, alive);
    if (sums != nullptr)
      for (int f = 0; f < filters; ++f) sums[f] += k.sum(s.plane(), alive + f * s.plane());
    for (int p = 0; p < s.height; ++p)  // row by row, so that the rows of all planes that are written stay in L1
      for (int f = 0; f < filters; ++f) {
        const int from = f * s.plane() + p * s.width;
        const uint8_t* place = winner.data() + image + from;
        float* to = target(i, f) + p * s.pool.stride * row;
        for (int q = 0; q < s.width; ++q, to += s.pool.stride * step)
          to[place_offset[place[q]]] += alive[from + q];  // += as overlapping windows may share a winner
      }
  }
}

void input_gradient(const Pooled& s, const Tensor& w, const Tensor& y, const Tensor& dy,
                    const std::vector<uint8_t>& winner, Tensor& dx) {
  const InputGradient input(s.conv, w.data());
  parallel_for(groups(input.shape()), 1, [&](int begin, int end) {
    for (int index = begin; index < end; ++index) {
      const Group g = group(input.shape(), index);
      const Source source = input.dy().blank(g);
      send_to_winners(
          s, g, y, dy, winner, 1, source.row, [&](int i, int f) { return &source.at(i, f, 0, 0); }, nullptr);
      input.finish(g, dx.data());
    }
  });
}

}  // namespace

// max and ReLU commute, so the smaller, pooled map is rectified; where all of a window is negative the winner is
// another than the plain ops name, but carries no gradient.
void conv2d_relu_pool(const Tensor& x, const Tensor& w, const Tensor& b, const Window& window, const Window& pool,
                      Tensor& y, std::vector<uint8_t>& winner) {
  Pooled s = check_pooled("conv2d_relu_pool", x, w, window, pool, y);
  s.conv.paired = s.two_by_two();
  check(b.empty() || b.size() == s.conv.filters, "conv2d_relu_pool: expected ", s.conv.filters, " biases, got ",
        b.shape());
  winner.resize(static_cast<size_t>(y.size()));
  const int area = window.height * window.width;
  const Correlation correlation(s.conv, w.data(), s.conv.taps(), area, 1, b.empty() ? nullptr : b.data());
  parallel_for(groups(s.conv), 1, [&](int begin, int end) {
    for (int index = begin; index < end; ++index) {
      const Group g = group(s.conv, index);
      correlation.copy(g, x.data());
      const float* planes = correlation.planes(g);
      for (int i = 0; i < g.images; ++i) {
        const int image = (g.first + i) * s.conv.filters * s.plane();
        float* out = y.data() + image;
        for (int f = 0; f < s.conv.filters; ++f)
          pool_plane(s, planes + f * correlation.stride() + i * s.conv.positions(), out + f * s.plane(),
                     winner.data() + image + f * s.plane());
        kernels::active().relu(s.conv.filters * s.plane(), out, out);
      }
    }
  });
}

void conv2d_relu_pool_backward(const Tensor& x, const Tensor& w, const Tensor& y, const Tensor& dy,
                               const std::vector<uint8_t>& winner, const Window& window, const Window& pool, Tensor& dx,
                               Tensor& dw, Tensor& db) {
  const Pooled s = check_pooled("conv2d_relu_pool_backward", x, w, window, pool, y);
  check(dy.size() == y.size() && winner.size() == static_cast<size_t>(y.size()), "conv2d_relu_pool_backward: expected ",
        y.size(), " gradients and winners, got ", dy.shape(), " and ", winner.size());
  check(
      dw.shape() == w.shape() && (dx.empty() || dx.shape() == x.shape()) && (db.empty() || db.size() == s.conv.filters),
      "conv2d_relu_pool_backward: expected gradients of shape ", w.shape(), ", ", x.shape(), " and ", s.conv.filters,
      ", got ", dw.shape(), ", ", dx.shape(), " and ", db.shape());
  const auto fill = [&](const Group& g, const WeightGradient::Panels& panels, float* sums) {
    send_to_winners(
        s, g, y, dy, winner, panels.columns, s.conv.out_width * panels.columns,
        [&](int i, int f) { return &panels.at(f, i * s.conv.positions()); }, sums);
  };
  WeightGradient(s.conv).add(x.data(), std::cref(fill), dw.data(), db.empty() ? nullptr : db.data());
  if (!dx.empty()) input_gradient(s, w, y, dy, winner, dx);
}

}  // namespace thimble
