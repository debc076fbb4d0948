// Three exercises: modify, complete, make.
#pragma once

#include "learn/dataset.h"
#include "nn/layer.h"

namespace thimble {

// Modify. It works: both sets are brought to 0..1. Standardise them instead: choose scale and shift so that the pixels
// of the training set have mean 0 and variance 1. The test set must get the very same numbers (why?).
void standardise(Dataset& train, Dataset& test);  // tutorial 04 (4.6)

// Complete. y (N, units) is what a ReLU layer put out for N pictures. How many of its units were silent for every
// picture? So far only the first picture is looked at.
int silent_units(const Tensor& y);

// Make. A ReLU that cannot die (Maas, Hannun & Ng 2013):
//   y = x where x > 0, else a x,   dx = dy where x > 0, else a dy
class LeakyRelu final : public Layer {
 public:
  explicit LeakyRelu(float a) : a_(a) {}
  Kind kind() const override { return Kind::other; }
  std::string name() const override { return "leaky_re_lu"; }
  std::string text() const override { return "leaky_relu " + shortest(a_); }
  Shape build(const Shape& in, Rng&) override { return in; }
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;

 private:
  float a_;
};

}  // namespace thimble
