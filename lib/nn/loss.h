// What training makes small.
//
// Softmax cross-entropy, the negative log-likelihood of the true class:
//   L = -(1/N) sum_n ln p[n, t_n],   p[n, k] = e^z[n,k] / sum_j e^z[n,j],   dL/dz[n, k] = (p[n, k] - [k = t_n]) / N
// Mean squared error, over all N K outputs:
//   L = (1/NK) sum_{n,k} (y[n,k] - t[n,k])^2,   dL/dy[n, k] = 2 (y[n, k] - t[n, k]) / (N K)
//
// The functions are softmax_cross_entropy and squared_error in core/ops.h; here are the targets they take.
#pragma once

#include <span>

#include "core/tensor.h"

namespace thimble {

Tensor one_hot(std::span<const int> labels, int classes);                  // (N, K): 1 at the label, else 0
Tensor smoothed(std::span<const int> labels, int classes, float epsilon);  // (1 - epsilon) one_hot + epsilon / K

}  // namespace thimble
