#include "exercises.h"

using thimble::Tensor;
using thimble::Window;

std::string lean_network() {
  return "conv 8 3x3, relu, max_pool 2, conv 16 3x3, relu, max_pool 2, conv 32 3x3, relu, max_pool 2, flatten, dense "
         "10";
}

Tensor windows_as_rows(const Tensor& x, const Window& window) {
  const int rows = window.out_height(x.dim(2)), columns = window.out_width(x.dim(3));
  Tensor m({x.dim(0) * rows * columns, x.dim(1) * window.height * window.width});
  for (int n = 0; n < x.dim(0); ++n)
    for (int p = 0; p < rows; ++p)
      for (int q = 0; q < columns; ++q)
        for (int c = 0; c < x.dim(1); ++c)
          for (int u = 0; u < window.height; ++u)
            for (int v = 0; v < window.width; ++v) {
              const int i = p * window.stride + u - window.top, j = q * window.stride + v - window.left;
              const bool inside = i >= 0 && i < x.dim(2) && j >= 0 && j < x.dim(3);
              m((n * rows + p) * columns + q, (c * window.height + u) * window.width + v) = inside ? x(n, c, i, j) : 0;
            }
  return m;
}

namespace {

// Calls body(n, c, p, q, u, v) for every product of the formula.
template <class Body>
void each_product(const Tensor& y, const Tensor& w, const Body& body) {
  for (int n = 0; n < y.dim(0); ++n)
    for (int c = 0; c < y.dim(1); ++c)
      for (int p = 0; p < y.dim(2); ++p)
        for (int q = 0; q < y.dim(3); ++q)
          for (int u = 0; u < w.dim(1); ++u)
            for (int v = 0; v < w.dim(2); ++v) body(n, c, p, q, u, v);
}

}  // namespace

void depthwise(const Tensor& x, const Tensor& w, Tensor& y) {
  y.fill(0);
  each_product(y, w,
               [&](int n, int c, int p, int q, int u, int v) { y(n, c, p, q) += w(c, u, v) * x(n, c, p + u, q + v); });
}

void depthwise_backward(const Tensor& x, const Tensor& w, const Tensor& dy, Tensor& dw, Tensor& dx) {
  dx.fill(0);
  each_product(dy, w, [&](int n, int c, int p, int q, int u, int v) {
    dw(c, u, v) += dy(n, c, p, q) * x(n, c, p + u, q + v);
    dx(n, c, p + u, q + v) += dy(n, c, p, q) * w(c, u, v);
  });
}
