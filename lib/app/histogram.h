// How the values of a tensor are spread: counts in bars of equal width around zero.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "nn/sequential.h"

namespace thimble {

// counts[b] values lie in [-reach + b w, -reach + (b + 1) w), w = 2 reach / bars; the last bar holds +reach too. reach is
// the largest |value|, or 0 where there is none but zeros: then all lie in the middle bar.
struct Histogram {
  float reach = 0;
  std::vector<int> counts;
  double mean = 0, deviation = 0;  // sqrt(sum (x - mean)^2 / n)
  int total() const;
};

Histogram histogram(std::span<const float> values, int bars);

// The weights of a layer and the gradients of the last mini-batch with respect to them.
struct Spread {
  std::string name;  // "conv2d_1.weight"
  Histogram values, gradients;
};

// Of every trained parameter that is more than a vector: the weights, not the biases. Odd `bars`: zero has a bar.
std::vector<Spread> spreads(const Sequential& net, int bars);

}  // namespace thimble
