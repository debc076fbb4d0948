#include "exercises.h"

using thimble::Tensor;
using thimble::Window;

std::string lean_network() { return "conv 32 3x3, relu, max_pool 2, flatten, dense 128, relu, dense 10"; }

Tensor windows_as_rows(const Tensor& x, const Window& window) {
  const int rows = window.out_height(x.dim(2)), columns = window.out_width(x.dim(3));
  Tensor m({x.dim(0) * rows * columns, x.dim(1) * window.height * window.width});
  for (int n = 0; n < x.dim(0); ++n)
    for (int p = 0; p < rows; ++p)
      for (int q = 0; q < columns; ++q)
        for (int c = 0; c < x.dim(1); ++c)
          for (int u = 0; u < window.height; ++u)
            for (int v = 0; v < window.width; ++v)
              m((n * rows + p) * columns + q, (c * window.height + u) * window.width + v) = 0;
  return m;
}

void depthwise(const Tensor&, const Tensor&, Tensor& y) { y.fill(0); }

void depthwise_backward(const Tensor&, const Tensor&, const Tensor&, Tensor&, Tensor& dx) { dx.fill(0); }
