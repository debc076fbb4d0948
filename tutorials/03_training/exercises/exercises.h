// Three exercises: modify, complete, make.
#pragma once

#include <cstdint>

#include "learn/dataset.h"
#include "nn/optimizer.h"
#include "nn/sequential.h"

namespace thimble {

// Modify. It works: it is momentum for a single weight, tutorial 03 (3.6) and (3.7). Turn it into Nesterov's form,
// which adds to w where the next step of v would lead: v as in (3.6), then w <- w + mu v - eta g.
void nesterov_step(float eta, float mu, float g, float& v, float& w);

// Complete. Adam for a single weight. The two averages are kept; the corrections, tutorial 03 (3.10), are missing.
struct AdamState {
  double m = 0, v = 0;
  int t = 0;
};
void adam_step(double eta, double g, AdamState& state, double& w);

// Make. Mini-batch gradient descent as Trainer does it, on your own: `epochs` times through the data in batches of
// `batch_size` (the last of an epoch may be smaller), in the order Rng(seed, Purpose::shuffle, epoch).permutation(N).
// Your tools: Samples::gather, Sequential's forward (in Mode::train), zero_gradients and backward,
// softmax_cross_entropy, Optimizer::step.
void train(Sequential& net, Optimizer& optimizer, const Dataset& data, int epochs, int batch_size, float learning_rate,
           uint64_t seed);

}  // namespace thimble
