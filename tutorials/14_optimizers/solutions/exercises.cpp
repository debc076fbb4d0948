#include "exercises.h"

#include <algorithm>
#include <numbers>

#include "core/functions.h"

using namespace thimble;

Schedule warm_cosine(float eta, int epochs, float warm) {
  return [eta, epochs, warm](double epoch) {
    if (epoch < double(warm)) return static_cast<float>(eta * epoch / double(warm));
    const double t = std::clamp((epoch - double(warm)) / (epochs - double(warm)), 0.0, 1.0);
    return static_cast<float>(eta * (1 + cos_exact(std::numbers::pi * t)) / 2);
  };
}

RangeTest range_test(const std::vector<double>& rates, const std::vector<double>& losses) {
  RangeTest test;
  double mean = 0, weight = 0;
  for (size_t i = 0; i < rates.size(); ++i) {
    mean = 0.9 * mean + 0.1 * losses[i];
    weight = 0.9 * weight + 0.1;
    test.smoothed.push_back(mean / weight);
  }
  double fall = 0;
  for (size_t i = 10; i + 1 < rates.size(); ++i) {
    const double slope = test.smoothed[i + 1] - test.smoothed[i - 1];
    if (slope >= fall) continue;
    fall = slope;
    test.steepest = rates[i];
  }
  return test;
}

void Lion::step(std::span<Parameter* const> parameters, float learning_rate) {
  m_.resize(parameters.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    Parameter& p = *parameters[i];
    if (!p.trainable) continue;
    if (m_[i].shape() != p.value.shape()) m_[i] = Tensor(p.value.shape());
    for (int k = 0; k < p.value.size(); ++k) {
      float& m = m_[i].data()[k];
      const float g = p.grad.data()[k], c = beta1_ * m + (1 - beta1_) * g;
      p.value.data()[k] -= learning_rate * float((c > 0) - (c < 0));
      m = beta2_ * m + (1 - beta2_) * g;
    }
  }
}
