// The numbers that the chapter works by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "core/ops.h"
#include "nn/dense.h"
#include "nn/optimizer.h"
#include "nn/relu.h"
#include "nn/sequential.h"
#include "nn/spec.h"

namespace thimble {
namespace {

// One unit that sees two pixels: y = relu(w x + b) with w = (0.1, 0.1) and b = 0, wanted 1, learning rate 0.01.
struct OneUnit {
  Sequential net{Dense(1), Relu()};
  Tensor x, dy = Tensor({1, 1});
  Sgd sgd;

  explicit OneUnit(Tensor pixels) : x(std::move(pixels)) {
    net.build({2}, 0);
    parameter(0).value.fill(0.1f);
  }
  Parameter& parameter(size_t i) { return *net.parameters()[i]; }
  float preactivation() { return net.activation(0, x)(0, 0); }
  double loss_and_gradients() {
    const double loss = squared_error(net.forward(x, {.mode = Mode::train}), Tensor({1, 1}, {1}), dy);
    net.zero_gradients();
    net.backward(dy);
    return loss;
  }
  void step() { sgd.step(net.parameters(), 0.01f); }
};

TEST(Scaling, RawPixelsKillAUnitByHand) {
  OneUnit unit(Tensor({1, 2}, {204, 102}));
  EXPECT_NEAR(unit.loss_and_gradients(), 876.16, 1e-2);  // (30.6 - 1)^2
  EXPECT_NEAR(unit.preactivation(), 30.6, 1e-4);         // 0.1 204 + 0.1 102 + 0
  EXPECT_NEAR(unit.dy(0, 0), 59.2, 1e-3);                // 2 (30.6 - 1)
  EXPECT_NEAR(unit.parameter(0).grad(0, 0), 12076.8, 0.1);
  EXPECT_NEAR(unit.parameter(0).grad(1, 0), 6038.4, 0.1);
  EXPECT_NEAR(unit.parameter(1).grad(0), 59.2, 1e-3);

  unit.step();
  EXPECT_NEAR(unit.parameter(0).value(0, 0), -120.668, 1e-3);
  EXPECT_NEAR(unit.parameter(0).value(1, 0), -60.284, 1e-3);
  EXPECT_NEAR(unit.parameter(1).value(0), -0.592, 1e-4);

  EXPECT_EQ(unit.loss_and_gradients(), 1.0);  // it says 0 and should say 1
  EXPECT_NEAR(unit.preactivation(), -30765.8, 0.1);
  for (size_t i = 0; i < 2; ++i)
    for (float g : unit.parameter(i).grad.values()) EXPECT_EQ(g, 0);  // nothing will ever move it again
}

TEST(Scaling, ScaledPixelsTeachItByHand) {
  OneUnit unit(Tensor({1, 2}, {204 / 255.0f, 102 / 255.0f}));  // 0.8 and 0.4
  EXPECT_NEAR(unit.loss_and_gradients(), 0.7744, 1e-5);
  EXPECT_NEAR(unit.preactivation(), 0.12, 1e-6);
  EXPECT_NEAR(unit.parameter(0).grad(0, 0), -1.408, 1e-5);  // -1.76 0.8
  EXPECT_NEAR(unit.parameter(0).grad(1, 0), -0.704, 1e-5);  // -1.76 0.4

  unit.step();
  EXPECT_NEAR(unit.loss_and_gradients(), 0.71965, 1e-4);
  EXPECT_NEAR(unit.preactivation(), 0.15168, 1e-5);
}

// tutorial 04 (4.4): with inputs c x and weights w / c the outputs are the same, and a rate of eta / c^2 keeps them so.
TEST(Scaling, InputsTimesCAreARateTimesCSquared) {
  const float c = 255;
  const Tensor target({2, 1}, {1, -1});
  const auto output_after_a_step = [&](float scale, float rate) {
    Tensor x({2, 3}, {0.1f, 0.5f, 0.9f, 0.7f, 0.2f, 0.3f}), w({3, 1}, {0.3f, -0.2f, 0.4f}), y({2, 1}), dy({2, 1});
    for (float& v : x.values()) v *= scale;
    for (float& v : w.values()) v /= scale;
    Parameter p{"w", w, Tensor({3, 1})};
    Parameter* const parameters[] = {&p};
    matmul(x, p.value, y);
    squared_error(y, target, dy);
    add_matmul(transposed(x), dy, p.grad);  // dW = X^T dY
    Sgd().step(parameters, rate);
    matmul(x, p.value, y);
    return y;
  };
  const Tensor small = output_after_a_step(1, 0.1f), large = output_after_a_step(c, 0.1f / (c * c)),
               wild = output_after_a_step(c, 0.1f);
  for (int n = 0; n < 2; ++n) {
    EXPECT_NEAR(small(n, 0), large(n, 0), 1e-5);
    EXPECT_GT(std::abs(wild(n, 0)), 1000);
  }
}

// tutorial 04 (4.5): 784 pixels of the mean, and a unit that should say less: every weight goes down by 0.001.
TEST(Scaling, AdamsFirstStepMovesAUnitByRateTimesTheSumOfItsInputs) {
  const auto moved = [](float pixel) {
    Tensor x({1, 784}, pixel), y({1, 1}), dy({1, 1}, 1);
    Parameter w{"w", Tensor({784, 1}), Tensor({784, 1})};
    Parameter* const parameters[] = {&w};
    add_matmul(transposed(x), dy, w.grad);
    Adam().step(parameters, 0.001f);
    matmul(x, w.value, y);
    return y(0, 0);
  };
  EXPECT_NEAR(moved(72.94f), -57.18, 0.01);
  EXPECT_NEAR(moved(0.286f), -0.2242, 1e-4);
}

TEST(Scaling, ADeadNetworkGetsNoGradientButInItsLastBias) {
  Sequential net = parse_network("dense 4, relu, dense 4, relu, dense 10");
  net.build({6}, 3);
  net.parameters()[3]->value.fill(-1000);  // every unit of the second hidden layer is silent
  const Tensor x({10, 6}, 0.5f);
  const std::vector<int> labels = {0, 0, 1, 2, 3, 4, 5, 6, 7, 8};  // no 9
  Tensor dz({10, 10});
  EXPECT_NEAR(softmax_cross_entropy(net.forward(x, {.mode = Mode::train}), labels, dz), 2.3026, 1e-4);  // ln 10
  net.zero_gradients();
  net.backward(dz);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(sum_of_squares(net.parameters()[i]->grad), 0) << i;
  const Tensor& db = net.parameters()[5]->grad;  // p - share of the class
  EXPECT_NEAR(db(0), 0.1 - 0.2, 1e-6);
  EXPECT_NEAR(db(1), 0.1 - 0.1, 1e-6);
  EXPECT_NEAR(db(9), 0.1 - 0.0, 1e-6);
}

}  // namespace
}  // namespace thimble
