#include "exercises.h"

#include <algorithm>
#include <numbers>

#include "core/functions.h"

using namespace thimble;

Schedule warm_cosine(float eta, int epochs, float /*warm*/) {
  return [eta, epochs](double epoch) {
    const double t = std::clamp(epoch / epochs, 0.0, 1.0);
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
  return test;
}

void Lion::step(std::span<Parameter* const> /*parameters*/, float /*learning_rate*/) {}
