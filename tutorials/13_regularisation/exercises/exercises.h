// The exercises of chapter 13: dropout the other way round, batch-norm's way back, and how far one may trust the sure.
#pragma once

#include <span>
#include <vector>

#include "core/tensor.h"

// 1, modify. The first form of dropout: it multiplies by 1 - p when the network is used. Make it the inverted form, which
// leaves x alone then, and is (13.3) in training. `mask` holds 0 and 1.
void dropped(const thimble::Tensor& x, const thimble::Tensor& mask, float p, bool training, thimble::Tensor& y);

// 2, complete. Batch-norm's way back for one channel of m values: the two sums are there, dx is missing. (13.9)
struct NormGradients {
  std::vector<double> dx;
  double dgamma = 0, dbeta = 0;
};
NormGradients norm_backward(const std::vector<double>& dy, const std::vector<double>& x_hat, double variance,
                            double epsilon, double gamma);

// 3, make. The expected calibration error (13.11) of probabilities p (N, K): the answers are put into ten bins by their
// largest probability, the first from 0 up to and without 0.1, the last with 1.
double calibration_error(const thimble::Tensor& p, std::span<const int> labels);
