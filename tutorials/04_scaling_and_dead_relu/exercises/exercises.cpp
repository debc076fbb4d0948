#include "exercises.h"

#include "core/ops.h"

namespace thimble {

void standardise(Dataset& train, Dataset& test) {
  train.x.scale = test.x.scale = 1 / 255.0f;
  train.x.shift = test.x.shift = 0;
}

int silent_units(const Tensor& y) {
  int silent = 0;
  for (int unit = 0; unit < y.dim(1); ++unit) silent += y(0, unit) == 0;
  return silent;
}

void LeakyRelu::forward(const Tensor& x, Tensor& y, const Pass&) {
  relu(x, y);  // this one can die
}

void LeakyRelu::backward(const Tensor&, const Tensor& y, const Tensor& dy, Tensor& dx) { relu_backward(y, dy, dx); }

}  // namespace thimble
