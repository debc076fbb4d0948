#include "exercises.h"

using thimble::Tensor;

float fires(const TwoInputNeuron& neuron, float x1, float x2) {
  return neuron.w1 * x1 + neuron.w2 * x2 + neuron.b > 0 ? 1.0f : 0.0f;
}

TwoInputNeuron nand_neuron() { return {.w1 = 1, .w2 = 1, .b = -0.5f}; }

Tensor dense(const Tensor& x, const Tensor& w, const Tensor& b) {
  Tensor y({x.dim(0), w.dim(1)});
  for (int n = 0; n < x.dim(0); ++n)
    for (int k = 0; k < w.dim(1); ++k) y(n, k) = b(k);
  return y;
}

float exclusive_or(float, float) { return 0; }
