// The updates of core/ops_update.cpp, a thread a value. Adam reads g, m, v, p and writes m, v, p: 28 bytes a parameter.
#include "cuda/launch.h"
#include "cuda/ops.h"

namespace thimble::cuda {

void sgd_step(float rate, float mu, bool nesterov, const Tensor& of_g, Tensor& of_v, Tensor& of_p) {
  const float* g = of_g.memory();
  float *v = of_v.memory(), *p = of_p.memory();
  each(of_g.size(), [=] __device__(int i) {
    const float step = rate * g[i];
    v[i] = mu * v[i] - step;                     // v <- mu v - eta g
    p[i] += nesterov ? mu * v[i] - step : v[i];  // p <- p + v, or p + mu v - eta g
  });
}

void adam_step(const kernels::AdamStep& step, const Tensor& of_g, Tensor& of_m, Tensor& of_v, Tensor& of_p) {
  const kernels::AdamStep s = step;
  const float* g = of_g.memory();
  float *m = of_m.memory(), *v = of_v.memory(), *p = of_p.memory();
  each(of_g.size(), [=] __device__(int i) {
    m[i] = s.beta1 * m[i] + (1 - s.beta1) * g[i];           // m <- beta1 m + (1 - beta1) g
    v[i] = s.beta2 * v[i] + (1 - s.beta2) * (g[i] * g[i]);  // v <- beta2 v + (1 - beta2) g^2
    p[i] -= s.rate * m[i] / (sqrtf(v[i]) + s.epsilon);      // p <- p - eta m_hat / (sqrt(v_hat) + epsilon)
  });
}

void add_scaled(float alpha, const Tensor& of_x, Tensor& of_y) {
  const float* x = of_x.memory();
  float* y = of_y.memory();
  each(of_x.size(), [=] __device__(int i) { y[i] += alpha * x[i]; });
}

void move_towards(float share, const Tensor& of_x, Tensor& of_y) {
  const float* x = of_x.memory();
  float* y = of_y.memory();
  each(of_x.size(), [=] __device__(int i) { y[i] = (1 - share) * y[i] + share * x[i]; });
}

void multiply_by(float factor, Tensor& of_x) {
  float* x = of_x.memory();
  each(of_x.size(), [=] __device__(int i) { x[i] *= factor; });
}

}  // namespace thimble::cuda
