// The exercises of chapter 01.
#pragma once

#include "core/tensor.h"

// 1, modify. A neuron that computes OR. Change its numbers so that it computes NAND: 0 if both inputs are 1, else 1.
// The answer is 1 where w1 x1 + w2 x2 + b > 0.
struct TwoInputNeuron {
  float w1, w2, b;
};
TwoInputNeuron nand_neuron();

// 2, complete. What a dense layer does, tutorial 01 (1.4), in plain loops: y[n, k] = b[k] + sum_i x[n, i] w[i, k].
// x (N, in)   w (in, units)   b (units)   result (N, units)
thimble::Tensor dense(const thimble::Tensor& x, const thimble::Tensor& w, const thimble::Tensor& b);

// 3, make. XOR from three neurons: 1 if exactly one of the inputs is 1. Use nand_neuron(), and find the other two.
float fires(const TwoInputNeuron& neuron, float x1, float x2);
float exclusive_or(float x1, float x2);
