#include "exercises.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/ops.h"
#include "core/rng.h"

namespace thimble {

void nesterov_step(float eta, float mu, float g, float& v, float& w) {
  v = mu * v - eta * g;
  w += mu * v - eta * g;
}

void adam_step(double eta, double g, AdamState& state, double& w) {
  const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7;
  ++state.t;
  state.m = beta1 * state.m + (1 - beta1) * g;
  state.v = beta2 * state.v + (1 - beta2) * g * g;
  const double m_hat = state.m / (1 - std::pow(beta1, state.t));
  const double v_hat = state.v / (1 - std::pow(beta2, state.t));
  w -= eta * m_hat / (std::sqrt(v_hat) + epsilon);
}

void train(Sequential& net, Optimizer& optimizer, const Dataset& data, int epochs, int batch_size, float learning_rate,
           uint64_t seed) {
  Tensor x, dz;
  std::vector<int> labels;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const std::vector<int> order = Rng(seed, Purpose::shuffle, epoch).permutation(data.size());
    for (int begin = 0; begin < data.size(); begin += batch_size) {
      const int end = std::min(begin + batch_size, data.size());
      const std::span<const int> rows(order.data() + begin, order.data() + end);
      data.x.gather(rows, x);
      labels.clear();
      for (const int row : rows) labels.push_back(data.labels[size_t(row)]);

      const Tensor& z = net.forward(x, {.mode = Mode::train});
      dz.resize(z.shape());
      softmax_cross_entropy(z, labels, dz);
      net.zero_gradients();
      net.backward(dz);
      optimizer.step(net.parameters(), learning_rate);
    }
  }
}

}  // namespace thimble
