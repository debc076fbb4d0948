// Does the gradient check find what it is there to find? Layers with one term missing or wrong must be caught.
#include "nn/gradient_check.h"

#include <functional>

#include "core/ops.h"
#include "nn/batch_norm.h"
#include "nn/conv2d.h"
#include "nn/dense.h"
#include "nn/layer_support.h"
#include "nn/max_pool.h"
#include "nn/reference.h"
#include "nn/softmax.h"
#include "nn/spec.h"
#include "support/throws.h"

namespace thimble {
namespace {

using Spoil = std::function<void(Layer& layer, const Tensor& x, Tensor& y, const Tensor& dy, Tensor& dx)>;

// A layer whose results are spoilt after its forward or its backward pass.
class Broken : public Layer {
 public:
  Broken(Layer& layer, Spoil forward, Spoil backward)
      : layer_(layer), forward_(std::move(forward)), backward_(std::move(backward)) {}
  Kind kind() const override { return layer_.kind(); }
  std::string name() const override { return layer_.name(); }
  std::string text() const override { return layer_.text(); }
  Shape build(const Shape& in, Rng& rng) override { return layer_.build(in, rng); }
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override {
    layer_.forward(x, y, pass);
    Tensor none;
    if (forward_) forward_(layer_, x, y, none, none);
  }
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override {
    layer_.backward(x, y, dy, dx);
    Tensor same = y;
    if (backward_) backward_(layer_, x, same, dy, dx);
  }
  std::vector<Parameter*> parameters() override { return layer_.parameters(); }

 private:
  Layer& layer_;
  Spoil forward_, backward_;
};

double worst_of(const GradientCheck& check, const std::string& name) {
  for (const GradientError& g : check.gradients)
    if (g.name == name) return g.relative;
  return -1;
}

TEST(GradientCheck, PassesAWholeLayer) {
  Dense dense(3);
  Broken whole(dense, nullptr, nullptr);
  EXPECT_LT(check_gradients(whole, {5}, 4, 1).worst(), 1e-5);
}

TEST(GradientCheck, CatchesAMissingBiasGradient) {
  Dense dense(3);
  Broken broken(dense, nullptr,
                [](Layer& l, const Tensor&, Tensor&, const Tensor&, Tensor&) { l.parameters()[1]->grad.fill(0); });
  const GradientCheck check = check_gradients(broken, {5}, 4, 1);
  EXPECT_GT(worst_of(check, "bias"), 0.1);
  EXPECT_LT(worst_of(check, "weight"), 1e-5);
}

TEST(GradientCheck, CatchesASignAndAFactor) {
  Dense dense(3);
  Broken sign(dense, nullptr, [](Layer&, const Tensor&, Tensor&, const Tensor&, Tensor& dx) {
    for (float& v : dx.values()) v = -v;
  });
  EXPECT_GT(worst_of(check_gradients(sign, {5}, 4, 1), "x"), 0.1);
  Broken factor(dense, nullptr, [](Layer& l, const Tensor&, Tensor&, const Tensor&, Tensor&) {
    for (float& v : l.parameters()[0]->grad.values()) v *= 1.001f;
  });
  EXPECT_GT(worst_of(check_gradients(factor, {5}, 4, 1), "weight"), 5e-4);
}

TEST(GradientCheck, CatchesOneWrongPixel) {
  Conv2d conv({.filters = 2, .same = true});
  Broken broken(conv, nullptr,
                [](Layer&, const Tensor&, Tensor&, const Tensor&, Tensor& dx) { dx(0, 0, 4, 4) += 0.01f; });
  EXPECT_GT(worst_of(check_gradients(broken, {2, 5, 5}, 2, 1), "x"), 1e-4);
}

// dx of batch normalisation without the two terms that come from the batch's mean and variance.
TEST(GradientCheck, CatchesBatchNormWithoutItsStatisticsTerms) {
  BatchNorm norm;
  Broken broken(norm, nullptr, [](Layer& l, const Tensor&, Tensor&, const Tensor& dy, Tensor& dx) {
    for (int n = 0; n < dx.dim(0); ++n)
      for (int c = 0; c < dx.dim(1); ++c) dx(n, c) = dy(n, c) * l.parameters()[0]->value(c);
  });
  EXPECT_GT(worst_of(check_gradients(broken, {3}, 6, 1), "x"), 0.1);
}

// dx = dy y (1 - y) without the sum over the other classes.
TEST(GradientCheck, CatchesSoftmaxWithoutItsSum) {
  Softmax softmax;
  Broken broken(softmax, nullptr, [](Layer&, const Tensor&, Tensor& y, const Tensor& dy, Tensor& dx) {
    for (size_t i = 0; i < dx.values().size(); ++i)
      dx.values()[i] = dy.values()[i] * y.values()[i] * (1 - y.values()[i]);
  });
  EXPECT_GT(check_gradients(broken, {4}, 3, 1).worst(), 0.1);
}

// A forward that is wrong in the same way as its backward: only the reference can tell.
TEST(GradientCheck, CatchesAForwardThatAgreesWithItsBackward) {
  Dense dense(3);
  Broken broken(
      dense,
      [](Layer&, const Tensor&, Tensor& y, const Tensor&, Tensor&) {
        for (float& v : y.values()) v *= 2;
      },
      [](Layer& l, const Tensor&, Tensor&, const Tensor&, Tensor& dx) {
        for (float& v : dx.values()) v *= 2;
        for (Parameter* p : l.parameters())
          for (float& v : p->grad.values()) v *= 2;
      });
  const GradientCheck check = check_gradients(broken, {5}, 4, 1);
  EXPECT_GT(check.forward_error, 0.1);
  EXPECT_GT(check.worst(), 0.1);
}

TEST(GradientCheck, ReportsANormForEveryGradient) {
  const GradientCheck check = check_gradients("conv 2 3x3", {1, 4, 4}, 2, 3);
  ASSERT_EQ(check.gradients.size(), 3u);
  EXPECT_EQ(check.gradients[0].name, "x");
  EXPECT_EQ(check.gradients[1].name, "weight");
  EXPECT_EQ(check.gradients[2].name, "bias");
  for (const auto& g : check.gradients) EXPECT_GT(g.norm, 0.01);
}

// Layers of a network that has moved from where it began.
TEST(GradientCheck, HoldsAfterSomeStepsOfTraining) {
  Sequential net = parse_network(
      "conv 3 3x3 same, batch_norm, sigmoid, conv 2 3x3 stride 2, tanh, avg_pool 2, flatten, dense 6, relu, "
      "batch_norm momentum 0.9, dense 4, softmax");
  net.build({2, 10, 10}, 3);
  const Tensor x = random_tensor({6, 2, 10, 10}, 1), targets = random_tensor({6, 4}, 2);
  Tensor dy({6, 4});
  const double before = squared_error(net.forward(x, {.mode = Mode::train}), targets, dy);
  double after = before;
  for (int step = 0; step < 5; ++step) {
    after = squared_error(net.forward(x, {.mode = Mode::train}), targets, dy);
    net.zero_gradients();
    net.backward(dy);
    for (Parameter* p : net.parameters())
      if (p->trainable) add_scaled(-0.3f, p->grad, p->value);
  }
  EXPECT_LT(after, before);
  for (int i = 0; i < net.size(); ++i) {
    const Shape& in = i == 0 ? net.input_shape() : net.output_shape(i - 1);
    const GradientCheck check = check_built(net.layer(i), in, net.output_shape(i), 5, 11);
    EXPECT_LT(check.forward_error, 1e-5) << net.layer(i).text();
    for (const GradientError& g : check.gradients) {
      EXPECT_LT(g.relative, 1e-5) << net.layer(i).text() << ": " << g.name;
      EXPECT_GT(g.norm, 1e-8) << net.layer(i).text() << ": " << g.name;
    }
  }
}

TEST(GradientCheck, NamesWhatItCannotCheck) {
  EXPECT_ERROR(check_gradients("dense 2, relu", {4}, 1, 1), usage, "gradient check: expected one layer");
  EXPECT_ERROR(check_gradients("dense 2", {4}, 0, 1), usage, "gradient check: expected a batch of at least 1, got 0");
}

}  // namespace
}  // namespace thimble
