#include "exercises.h"

#include <cmath>

namespace thimble {

void standardise(Dataset& train, Dataset& test) {
  double sum = 0, squares = 0;
  for (const uint8_t byte : train.x.all_bytes()) {
    sum += byte;
    squares += double(byte) * byte;
  }
  const auto n = double(train.x.all_bytes().size());
  const double mean = sum / n, deviation = std::sqrt(squares / n - mean * mean);
  train.x.scale = test.x.scale = float(1 / deviation);  // x = (byte - mean) / deviation
  train.x.shift = test.x.shift = float(-mean / deviation);
}

int silent_units(const Tensor& y) {
  int silent = 0;
  for (int unit = 0; unit < y.dim(1); ++unit) {
    bool speaks = false;
    for (int n = 0; n < y.dim(0); ++n) speaks = speaks || y(n, unit) > 0;
    silent += !speaks;
  }
  return silent;
}

void LeakyRelu::forward(const Tensor& x, Tensor& y, const Pass&) {
  for (size_t i = 0; i < x.values().size(); ++i) {
    const float v = x.values()[i];
    y.values()[i] = v > 0 ? v : a_ * v;
  }
}

void LeakyRelu::backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor& dx) {
  for (size_t i = 0; i < dx.values().size(); ++i) {
    const float g = dy.values()[i];
    dx.values()[i] = x.values()[i] > 0 ? g : a_ * g;
  }
}

}  // namespace thimble
