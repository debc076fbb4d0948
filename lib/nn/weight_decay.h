// Weight decay, decoupled from the gradient (Loshchilov & Hutter 2019, "Decoupled weight decay regularization",
// Algorithms 1 and 2, with one rate for both terms):
//
//   w <- w - eta lambda w - (what the optimizer subtracts)
//
// Unlike the penalty l2 sum w^2, whose gradient goes through momentum and through Adam's division, it shrinks every
// weight at the same rate. Weights are what multiplies: the kernels of dense layers and convolutions. Biases and the
// numbers of a batch normalisation, tensors of one axis, are left alone.
#pragma once

#include <span>

#include "nn/layer.h"

namespace thimble {

bool decays(const Parameter& p);  // trained, and of two axes or more

// w <- (1 - share) w for every one that decays; share = eta lambda.
void decay_weights(std::span<Parameter* const> parameters, float share);

}  // namespace thimble
