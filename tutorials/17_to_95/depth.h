// How much of a gradient reaches the bottom of a stack of layers.
#pragma once

#include <cmath>
#include <string>

#include "core/ops.h"
#include "nn/spec.h"

// [reaches]
// |dx| / |dy| of `count` times the same layers, on 64 random inputs of 32 numbers.
inline double reaches(const std::string& layers, int count) {
  using namespace thimble;
  std::string stack = layers;
  for (int i = 1; i < count; ++i) stack += ", " + layers;
  Sequential net = parse_network(stack);
  Rng rng(17);
  net.build_inside({32}, rng);
  Tensor x({64, 32}), dy({64, 32}), dx({64, 32});
  for (float& v : x.values()) v = rng.normal();
  for (float& v : dy.values()) v = rng.normal();
  net.forward(x, {.mode = Mode::train});
  net.backward(dy, dx);
  return std::sqrt(sum_of_squares(dx) / sum_of_squares(dy));
}
// [end]
