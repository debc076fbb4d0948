// Quadratic::apply (classic/quadratic.h) of few features, with the samples side by side:
//   Z_k = (A_k^T  b_k^T) (X - c, 1)^T,     q_k[n] = sum_i Z_k[i][n]^2
// A strip of rows of Z_k is only as deep as the triangle there.
#pragma once

#include "classic/quadratic.h"

namespace thimble {

constexpr int kNarrow = 128;  // features

// q has its shape: (N, K).
void apply_narrow(const Quadratic& quadratic, const Input& input, const Samples& x, Tensor& q);

}  // namespace thimble
