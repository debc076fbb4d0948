// What the tests of layers share: a built layer run once forward and back, and tensors compared.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "nn/layer.h"

namespace thimble {

struct Results {
  Tensor y, dx;
};

// Builds the layer for the samples of x (seed 1).
Shape build_for(Layer& layer, const Tensor& x);

// y = f(x), and dx from dy. The parameters' gradients begin at zero. An empty dy runs forward only.
Results run(Layer& layer, const Shape& out, const Tensor& x, const Tensor& dy = {},
            const Pass& pass = {.mode = Mode::train});

Tensor random_tensor(const Shape& shape, uint64_t seed, float scale = 1);

// Each value within `tolerance` max(1, |expected|).
void expect_near(const Tensor& got, const Tensor& expected, double tolerance, const std::string& what = "");

// The relative distance in the Euclidean norm.
double distance(const Tensor& a, const Tensor& b);

// Forward, every gradient, and that no gradient is zero, for `cases` seeds: text(rng) and shape(rng) draw a layer and
// its samples.
struct RandomLayer {
  std::string text;
  Shape sample;
  int batch;
};
using DrawLayer = RandomLayer (*)(Rng& rng);
void expect_gradients(DrawLayer draw, int cases = 20, double tolerance = 1e-5);

}  // namespace thimble
