#include "exercises.h"

using thimble::Tensor;

float fires(const TwoInputNeuron& neuron, float x1, float x2) {
  return neuron.w1 * x1 + neuron.w2 * x2 + neuron.b > 0 ? 1.0f : 0.0f;
}

// The opposite of AND, w = (1, 1), b = -1.5: all signs turned round.
TwoInputNeuron nand_neuron() { return {.w1 = -1, .w2 = -1, .b = 1.5f}; }

Tensor dense(const Tensor& x, const Tensor& w, const Tensor& b) {
  Tensor y({x.dim(0), w.dim(1)});
  for (int n = 0; n < x.dim(0); ++n)
    for (int k = 0; k < w.dim(1); ++k) {
      y(n, k) = b(k);
      for (int i = 0; i < w.dim(0); ++i) y(n, k) += x(n, i) * w(i, k);
    }
  return y;
}

// At least one, but not both.
float exclusive_or(float x1, float x2) {
  constexpr TwoInputNeuron at_least_one{.w1 = 1, .w2 = 1, .b = -0.5f}, both{.w1 = 1, .w2 = 1, .b = -1.5f};
  return fires(both, fires(at_least_one, x1, x2), fires(nand_neuron(), x1, x2));
}
