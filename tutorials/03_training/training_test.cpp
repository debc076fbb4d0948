// The numbers that the chapter works by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "core/ops.h"
#include "data/synthetic.h"
#include "nn/spec.h"
#include "nn/trainer.h"

namespace thimble {
namespace {

// One weight w = 1 on the bowl L(w) = w^2, learning rate 0.1 unless it says otherwise.
struct Bowl {
  Parameter w{"w", Tensor({1}, {1}), Tensor({1})};

  float step(Optimizer& optimizer, float gradient, float rate = 0.1f) {
    Parameter* const parameters[] = {&w};
    w.grad(0) = gradient;
    optimizer.step(parameters, rate);
    return w.value(0);
  }
};

// z = (2, 1, 0): e^2 + e^1 + e^0 = 7.3891 + 2.7183 + 1 = 11.1073
TEST(Training, LossByHand) {
  const Tensor z({1, 3}, {2, 1, 0});
  Tensor p({1, 3}), dz({1, 3});
  softmax(z, p);
  EXPECT_NEAR(p(0, 0), 0.6652, 5e-5);
  EXPECT_NEAR(p(0, 1), 0.2447, 5e-5);
  EXPECT_NEAR(p(0, 2), 0.0900, 5e-5);

  EXPECT_NEAR(softmax_cross_entropy(z, std::vector<int>{0}, dz), 0.4076, 5e-5);  // -ln 0.6652
  EXPECT_NEAR(dz(0, 0), -0.3348, 5e-5);                                          // 0.6652 - 1
  EXPECT_NEAR(dz(0, 1), 0.2447, 5e-5);
  EXPECT_NEAR(dz(0, 2), 0.0900, 5e-5);

  EXPECT_NEAR(softmax_cross_entropy(z, std::vector<int>{2}, dz), 2.4076, 5e-5);  // -ln 0.0900
}

TEST(Training, KnowingNothingCostsLn10) {
  Tensor none;
  EXPECT_NEAR(softmax_cross_entropy(Tensor({1, 10}), std::vector<int>{7}, none), 2.3026, 5e-5);
}

TEST(Training, TwoStepsOfSgdByHand) {
  Bowl bowl;
  Sgd sgd;
  EXPECT_FLOAT_EQ(bowl.step(sgd, 2.0f), 0.8f);   // 1   - 0.1 2
  EXPECT_FLOAT_EQ(bowl.step(sgd, 1.6f), 0.64f);  // 0.8 - 0.1 1.6
}

TEST(Training, TwoStepsOfMomentumByHand) {
  Bowl bowl;
  Sgd momentum({.momentum = 0.9f});
  EXPECT_FLOAT_EQ(bowl.step(momentum, 2.0f), 0.8f);   // v = -0.2,                          w = 1   - 0.2
  EXPECT_FLOAT_EQ(bowl.step(momentum, 1.6f), 0.46f);  // v = 0.9 (-0.2) - 0.1 1.6 = -0.34,  w = 0.8 - 0.34
}

TEST(Training, TwoStepsOfAdamByHand) {
  Bowl bowl;
  Adam adam;
  // m = 0.2,  v = 0.004;     m_hat = 0.2 / 0.1 = 2,          v_hat = 0.004 / 0.001 = 4
  EXPECT_NEAR(bowl.step(adam, 2.0f), 0.9, 1e-6);  // 1 - 0.1 2 / 2
  // m = 0.36, v = 0.007236;  m_hat = 0.36 / 0.19 = 1.89474,  v_hat = 0.007236 / 0.001999 = 3.61981
  EXPECT_NEAR(bowl.step(adam, 1.8f), 0.80041, 5e-6);  // 0.9 - 0.1 1.89474 / 1.90258
}

TEST(Training, ARateThatIsTooLargeClimbs) {
  Bowl bowl;
  Sgd sgd;
  EXPECT_FLOAT_EQ(bowl.step(sgd, 2.0f, 1.1f), -1.2f);
  EXPECT_FLOAT_EQ(bowl.step(sgd, -2.4f, 1.1f), 1.44f);
}

TEST(Training, AdamDoesNotSeeHowLargeTheLossIs) {
  Bowl small, large;
  Adam one, other;
  EXPECT_NEAR(small.step(one, 2.0f), large.step(other, 2000.0f), 1e-6);  // L = w^2 and L = 1000 w^2
  EXPECT_NEAR(small.step(one, 1.8f), large.step(other, 1800.0f), 1e-6);
}

// [forgotten]
TEST(Training, GradientsThatAreNotZeroedAreMomentumWithoutFriction) {
  Bowl forgetful, honest;
  Sgd plain, frictionless({.momentum = 1});
  float gradient = 0;
  const float expected[] = {0.8f, 0.44f, -0.008f, -0.4544f};
  for (int step = 0; step < 4; ++step) {
    gradient += 2 * forgetful.w.value(0);  // += where zero_gradients() should have been called
    EXPECT_NEAR(forgetful.step(plain, gradient), expected[step], 1e-5);
    EXPECT_NEAR(honest.step(frictionless, 2 * honest.w.value(0)), expected[step], 1e-5);
  }
}
// [end]

// 8 samples in 4 batches of 2: the mean of the four gradients is the gradient of all 8.
TEST(Training, MiniBatchesAgreeOnAverage) {
  const Dataset data = blobs(8, 3, 4, 0.3f, 1);
  Sequential net = parse_network("dense 3");
  net.build({4}, 1);
  const auto gradient = [&](const std::vector<int>& rows) {
    const Dataset batch = data.subset(rows);
    Tensor x, dz({batch.size(), 3});
    data.x.gather(rows, x);
    softmax_cross_entropy(net.forward(x, {.mode = Mode::train}), batch.labels, dz);
    net.zero_gradients();
    net.backward(dz);
    return net.parameters()[0]->grad;
  };
  const Tensor all = gradient({0, 1, 2, 3, 4, 5, 6, 7});
  Tensor mean(all.shape());
  for (int first = 0; first < 8; first += 2) add_scaled(0.25f, gradient({first, first + 1}), mean);
  for (size_t i = 0; i < all.values().size(); ++i) EXPECT_NEAR(mean.values()[i], all.values()[i], 1e-6);
}

TEST(Training, AnEpochIsAsManyStepsAsItTakes) {
  const Dataset data = blobs(200, 2, 3, 0.3f, 1);
  Sequential net = parse_network("dense 2");
  net.build({3}, 1);
  Sgd sgd;
  Trainer trainer(net, sgd, data, nullptr, {.epochs = 1, .batch_size = 32});
  trainer.run();
  EXPECT_EQ(trainer.progress().step, 7);  // 6 batches of 32 and one of 8
}

}  // namespace
}  // namespace thimble
