// q_k(x) = (x - mu_k)^T Sigma_k^-1 (x - mu_k) = |L_k^-1 (x - mu_k)|^2 with Sigma_k = L_k L_k^T: the squared Mahalanobis
// distance of each sample from each of K classes, tutorial 06 (6.8).
//   X (N, d)   c (d)   A (d, K d)   b (K d)   Q (N, K)
// A = [L_1^-T ... L_K^-T] side by side, each block upper triangular, b_k = -(mu_k - c)^T L_k^-T. So
//   z_k = (x - c)^T A_k + b_k,   q_k = |z_k|^2
// is one product of matrices; of wide blocks the part below the diagonal is left out.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/linalg.h"
#include "core/tensor.h"
#include "learn/dataset.h"
#include "learn/input.h"
#include "learn/safetensors.h"

namespace thimble {

struct Quadratic {
  Tensor centre, matrix, offset;

  Quadratic() = default;
  Quadratic(std::span<const double> c, int classes);
  // Class k's block: L_k^-T, upper triangular, and mu_k. A class that is never set has q = 0.
  void set(int k, const MatrixD& whitening, std::span<const double> mean);
  void apply(const Input& input, const Samples& x, Tensor& q) const;  // q is resized

  void save(const std::string& prefix, Record& record) const;
  static Quadratic load(const std::string& prefix, const Record& record, int width, int classes);
};

}  // namespace thimble
