// A first convolution that is not learned: filters whose outputs are uncorrelated and vary alike (the whitening layer of
// Page 2019, "How to train your ResNet 8: bag of tricks", and of Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single
// GPU", section 3.2).
//
//   C = mean over patches of (p - m)(p - m)^T = E diag(lambda) E^T      p: the C K K pixels of a window, in [0, 1]
//   w_k = e_k / sqrt(lambda_k + epsilon)      w_(F/2 + k) = -w_k        for the F / 2 largest lambda, epsilon = 5e-4
//
// Both signs, because a ReLU behind it lets only one through. In the network text `conv 18 3x3 same whitening`, the first
// layer: it has no bias and is not trained, so nothing goes back through it.
#pragma once

#include "learn/dataset.h"
#include "nn/sequential.h"

namespace thimble {

// Fills w (F, C, K, K), F even, from every window that lies within one of the first 2,000 pictures.
void set_whitening(const Samples& x, Tensor& w);

// Does so for the first layer of a built network, if that is a convolution that whitens.
void whiten(Sequential& net, const Samples& x);

}  // namespace thimble
