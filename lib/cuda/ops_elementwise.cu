// One value at a time: what the ops of that name in core/ops_elementwise.cpp do. Every one of them moves its operands once,
// 4 bytes a value, and computes next to nothing: on a GPU its time is bytes / bandwidth.
#include "cuda/launch.h"
#include "cuda/ops.h"

namespace thimble::cuda {

namespace {

// y[i] = f(x[i])
template <class F>
void map(const Tensor& from, Tensor& to, const F& f) {
  const float* x = from.memory();
  float* y = to.memory();
  each(from.size(), [=] __device__(int i) { y[i] = f(x[i]); });
}

// dx[i] = f(y[i], dy[i])
template <class F>
void map(const Tensor& of_y, const Tensor& of_dy, Tensor& of_dx, const F& f) {
  const float *y = of_y.memory(), *dy = of_dy.memory();
  float* dx = of_dx.memory();
  each(of_y.size(), [=] __device__(int i) { dx[i] = f(y[i], dy[i]); });
}

struct Relu {
  __device__ float operator()(float x) const { return x > 0 ? x : 0; }
};
struct ReluBackward {
  __device__ float operator()(float y, float dy) const { return y > 0 ? dy : 0; }
};
struct Sigmoid {
  __device__ float operator()(float x) const { return 1 / (1 + expf(-x)); }
};
struct SigmoidBackward {
  __device__ float operator()(float y, float dy) const { return dy * y * (1 - y); }
};
struct Tanh {
  __device__ float operator()(float x) const { return tanhf(x); }
};
struct TanhBackward {
  __device__ float operator()(float y, float dy) const { return dy * (1 - y * y); }
};

}  // namespace

void relu(const Tensor& x, Tensor& y) { map(x, y, Relu()); }
void relu_backward(const Tensor& y, const Tensor& dy, Tensor& dx) { map(y, dy, dx, ReluBackward()); }
void sigmoid(const Tensor& x, Tensor& y) { map(x, y, Sigmoid()); }
void sigmoid_backward(const Tensor& y, const Tensor& dy, Tensor& dx) { map(y, dy, dx, SigmoidBackward()); }
void tanh(const Tensor& x, Tensor& y) { map(x, y, Tanh()); }
void tanh_backward(const Tensor& y, const Tensor& dy, Tensor& dx) { map(y, dy, dx, TanhBackward()); }

void gather_rows(const Tensor& all, std::span<const int> rows, Tensor& x) {
  if (x.empty()) return;
  const int width = x.size() / x.dim(0);
  const int* row = staged(rows);
  const float* from = all.memory();
  float* to = x.memory();
  each(x.size(), [=] __device__(int i) { to[i] = from[static_cast<int64_t>(row[i / width]) * width + i % width]; });
}

}  // namespace thimble::cuda
