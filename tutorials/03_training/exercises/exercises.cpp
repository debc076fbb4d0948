#include "exercises.h"

#include <cmath>

#include "core/ops.h"
#include "core/rng.h"

namespace thimble {

void nesterov_step(float eta, float mu, float g, float& v, float& w) {
  v = mu * v - eta * g;
  w += v;
}

void adam_step(double eta, double g, AdamState& state, double& w) {
  const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7;
  ++state.t;
  state.m = beta1 * state.m + (1 - beta1) * g;
  state.v = beta2 * state.v + (1 - beta2) * g * g;
  w -= eta * state.m / (std::sqrt(state.v) + epsilon);
}

void train(Sequential&, Optimizer&, const Dataset&, int, int, float, uint64_t) {}

}  // namespace thimble
