// Pooling: a thread an output, backward a thread an input. x is read once and y written once: 4 (K^2 + 1) bytes a window.
#include "cuda/launch.h"
#include "cuda/ops.h"

namespace thimble::cuda {

namespace {

// Planes of height x width places with windows over them, out_height x out_width of them.
struct Planes {
  int count, height, width, out_height, out_width, window_height, window_width, stride;
  Planes(const Tensor& x, const Window& w, const Tensor& y)
      : count(x.dim(0) * x.dim(1)),
        height(x.dim(2)),
        width(x.dim(3)),
        out_height(y.dim(2)),
        out_width(y.dim(3)),
        window_height(w.height),
        window_width(w.width),
        stride(w.stride) {}
  __device__ int first_place(int o) const {  // in x, of the window of output o
    const int q = o % out_width, p = o / out_width % out_height, plane = o / (out_width * out_height);
    return (plane * height + p * stride) * width + q * stride;
  }
};

// body(o, place of x in the window o) for every window that holds place i of x, in their order.
template <class Body>
__device__ void for_windows(const Planes& s, int i, const Body& body) {
  const int col = i % s.width, row = i / s.width % s.height, plane = i / (s.width * s.height);
  const int p0 = max(0, (row - s.window_height + s.stride) / s.stride), p1 = min(s.out_height - 1, row / s.stride);
  const int q0 = max(0, (col - s.window_width + s.stride) / s.stride), q1 = min(s.out_width - 1, col / s.stride);
  for (int p = p0; p <= p1; ++p)
    for (int q = q0; q <= q1; ++q)
      if (row - p * s.stride < s.window_height && col - q * s.stride < s.window_width)
        body((plane * s.out_height + p) * s.out_width + q);
}

}  // namespace

void max_pool(const Tensor& of_x, const Window& window, Tensor& of_y) {
  const Planes s(of_x, window, of_y);
  const float* x = of_x.memory();
  float* y = of_y.memory();
  each(of_y.size(), [=] __device__(int o) {
    const float* in = x + s.first_place(o);
    float best = in[0];
    for (int u = 0; u < s.window_height; ++u)
      for (int v = 0; v < s.window_width; ++v) best = in[u * s.width + v] > best ? in[u * s.width + v] : best;
    y[o] = best;
  });
}

// dx[i] = sum of dy[o] over the windows o whose first greatest value is x[i]
void max_pool_backward(const Tensor& of_x, const Tensor& of_y, const Tensor& of_dy, const Window& window,
                       Tensor& of_dx) {
  const Planes s(of_x, window, of_y);
  const float *x = of_x.memory(), *y = of_y.memory(), *dy = of_dy.memory();
  float* dx = of_dx.memory();
  each(of_x.size(), [=] __device__(int i) {
    float sum = 0;
    const float value = x[i];
    for_windows(s, i, [&](int o) {
      if (value != y[o]) return;
      const int first = s.first_place(o);
      for (int u = 0; u < s.window_height; ++u)
        for (int v = 0; v < s.window_width; ++v) {
          const int at = first + u * s.width + v;
          if (at >= i) continue;
          if (x[at] == value) return;  // it comes before in reading order
        }
      sum += dy[o];
    });
    dx[i] = sum;
  });
}

void avg_pool(const Tensor& of_x, const Window& window, Tensor& of_y) {
  const Planes s(of_x, window, of_y);
  const float share = 1 / static_cast<float>(window.height * window.width);
  const float* x = of_x.memory();
  float* y = of_y.memory();
  each(of_y.size(), [=] __device__(int o) {
    const float* in = x + s.first_place(o);
    float sum = 0;
    for (int u = 0; u < s.window_height; ++u)
      for (int v = 0; v < s.window_width; ++v) sum += in[u * s.width + v];
    y[o] = sum * share;
  });
}

void avg_pool_backward(const Tensor& of_dy, const Window& window, Tensor& of_dx) {
  const Planes s(of_dx, window, of_dy);
  const float share = 1 / static_cast<float>(window.height * window.width);
  const float* dy = of_dy.memory();
  float* dx = of_dx.memory();
  each(of_dx.size(), [=] __device__(int i) {
    float sum = 0;
    for_windows(s, i, [&](int o) { sum += dy[o] * share; });
    dx[i] = sum;
  });
}

}  // namespace thimble::cuda
