// Convolution in plain loops, for one picture and one filter: the formulas of the chapter one by one, to be compared with
// the library's.
#pragma once

#include "core/tensor.h"

// Y[p,q] = b + sum_{u,v} W[u,v] X[p + u, q + v]     tutorial 12 (12.1)
inline thimble::Tensor convolved(const thimble::Tensor& x, const thimble::Tensor& w, float b) {
  thimble::Tensor y({x.dim(0) - w.dim(0) + 1, x.dim(1) - w.dim(1) + 1}, b);
  for (int p = 0; p < y.dim(0); ++p)
    for (int q = 0; q < y.dim(1); ++q)
      for (int u = 0; u < w.dim(0); ++u)
        for (int v = 0; v < w.dim(1); ++v) y(p, q) += w(u, v) * x(p + u, q + v);
  return y;
}

struct ConvolutionGradients {
  thimble::Tensor dw, dx;
  float db = 0;
};

// The same four loops again. Each product W[u,v] X[p + u, q + v] of the way forward sends dY[p,q] back to both factors.
inline ConvolutionGradients gradients(const thimble::Tensor& x, const thimble::Tensor& w, const thimble::Tensor& dy) {
  ConvolutionGradients g{thimble::Tensor(w.shape()), thimble::Tensor(x.shape())};
  for (int p = 0; p < dy.dim(0); ++p)
    for (int q = 0; q < dy.dim(1); ++q) {
      g.db += dy(p, q);  // tutorial 12 (12.4)
      for (int u = 0; u < w.dim(0); ++u)
        for (int v = 0; v < w.dim(1); ++v) {
          g.dw(u, v) += dy(p, q) * x(p + u, q + v);  // tutorial 12 (12.2)
          g.dx(p + u, q + v) += dy(p, q) * w(u, v);  // tutorial 12 (12.3)
        }
    }
  return g;
}

// The picture, the filter and the gradient that the chapter works with.
inline thimble::Tensor small_picture() {
  return {{3, 3},
          {1, 2, 0,  //
           0, 1, 3,  //
           2, 1, 1}};
}
inline thimble::Tensor small_filter() {
  return {{2, 2},
          {1, -1,  //
           2, 1}};
}
inline thimble::Tensor small_gradient() {
  return {{2, 2},
          {1, 0,  //
           -1, 2}};
}
