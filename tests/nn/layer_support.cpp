#include "nn/layer_support.h"

#include <algorithm>
#include <cmath>

#include "nn/gradient_check.h"

namespace thimble {

Shape build_for(Layer& layer, const Tensor& x) {
  Rng rng(1);
  return layer.build(x.shape().without_batch(), rng);
}

Results run(Layer& layer, const Shape& out, const Tensor& x, const Tensor& dy, const Pass& pass) {
  Results r{Tensor(out.with_batch(x.dim(0))), Tensor(x.shape())};
  for (Parameter* p : layer.parameters()) p->grad.fill(0);
  layer.forward(x, r.y, pass);
  if (!dy.empty()) layer.backward(x, r.y, dy, r.dx);
  return r;
}

Tensor random_tensor(const Shape& shape, uint64_t seed, float scale) {
  Tensor t(shape);
  Rng rng(seed, Purpose::test);
  for (float& v : t.values()) v = scale * rng.normal();
  return t;
}

void expect_near(const Tensor& got, const Tensor& expected, double tolerance, const std::string& what) {
  ASSERT_EQ(got.shape(), expected.shape()) << what;
  for (size_t i = 0; i < got.values().size(); ++i) {
    const double e = expected.values()[i];
    EXPECT_NEAR(got.values()[i], e, tolerance * std::max(1.0, std::abs(e))) << what << " at " << i;
  }
}

double distance(const Tensor& a, const Tensor& b) {
  double difference = 0, size = 0;
  for (size_t i = 0; i < a.values().size(); ++i) {
    const double u = a.values()[i], v = b.values()[i];
    difference += (u - v) * (u - v);
    size += v * v;
  }
  return size > 0 ? std::sqrt(difference / size) : std::sqrt(difference);
}

void expect_gradients(DrawLayer draw, int cases, double tolerance) {
  for (int i = 0; i < cases; ++i) {
    Rng rng(Key(7, Purpose::test), static_cast<uint32_t>(i));
    const RandomLayer layer = draw(rng);
    const auto check = check_gradients(layer.text, layer.sample, layer.batch, static_cast<uint64_t>(i));
    const std::string what = layer.text + " on " + layer.sample.with_batch(layer.batch).text();
    EXPECT_LT(check.forward_error, tolerance) << what;
    for (const GradientError& g : check.gradients) {
      EXPECT_LT(g.relative, tolerance) << what << ": " << g.name;
      EXPECT_GT(g.norm, 1e-8) << what << ": " << g.name;
    }
  }
}

}  // namespace thimble
