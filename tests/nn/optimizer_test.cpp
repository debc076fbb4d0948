#include "nn/optimizer.h"

#include <gtest/gtest.h>

#include "nn/goldens/optimizers.h"
#include "support/throws.h"

namespace thimble {
namespace {

Parameter parameter(std::initializer_list<float> values, bool trainable = true) {
  Parameter p;
  p.name = "w";
  p.value = Tensor({static_cast<int>(values.size())}, values);
  p.grad = Tensor(p.value.shape());
  p.trainable = trainable;
  return p;
}

// L = (w - 1)^2 / 2 from w = 3: the gradient is w - 1.
void take_step(Optimizer& optimizer, Parameter& p, float rate) {
  std::vector<Parameter*> all{&p};
  for (int i = 0; i < p.value.size(); ++i) p.grad(i) = p.value(i) - 1;
  optimizer.step(all, rate);
}

TEST(Sgd, TwoStepsByHand) {
  Sgd sgd;
  Parameter p = parameter({3});
  take_step(sgd, p, 0.5f);
  EXPECT_FLOAT_EQ(p.value(0), 2);  // 3 - 0.5 * 2
  take_step(sgd, p, 0.5f);
  EXPECT_FLOAT_EQ(p.value(0), 1.5f);  // 2 - 0.5 * 1
}

TEST(Sgd, MomentumTwoStepsByHand) {
  Sgd sgd({.momentum = 0.5f});
  Parameter p = parameter({3});
  take_step(sgd, p, 0.5f);
  EXPECT_FLOAT_EQ(p.value(0), 2);  // v = -0.5 * 2 = -1
  take_step(sgd, p, 0.5f);
  EXPECT_FLOAT_EQ(p.value(0), 1);  // v = 0.5 * -1 - 0.5 * 1 = -1
}

TEST(Sgd, NesterovTwoStepsByHand) {
  Sgd sgd({.momentum = 0.5f, .nesterov = true});
  Parameter p = parameter({3});
  take_step(sgd, p, 0.5f);
  EXPECT_FLOAT_EQ(p.value(0), 1.5f);  // v = -1; p += 0.5 * -1 - 0.5 * 2 = -1.5
  take_step(sgd, p, 0.5f);
  EXPECT_FLOAT_EQ(p.value(0), 0.875f);  // v = -0.5 - 0.25 = -0.75; p += -0.375 - 0.25
}

TEST(Adam, FirstStepIsTheRateInTheGradientsDirection) {
  Adam adam;
  Parameter p = parameter({3, -2});
  take_step(adam, p, 0.1f);  // m_hat = g, v_hat = g^2: p -= 0.1 g / (|g| + 1e-7)
  EXPECT_NEAR(p.value(0), 2.9f, 1e-6);
  EXPECT_NEAR(p.value(1), -1.9f, 1e-6);
}

TEST(Adam, SecondStepByHand) {
  Adam adam;
  Parameter p = parameter({3});
  std::vector<Parameter*> all{&p};
  p.grad(0) = 2;
  adam.step(all, 0.1f);
  p.grad(0) = -1;
  adam.step(all, 0.1f);
  // m = 0.9 * 0.2 - 0.1 = 0.08, m_hat = 0.08 / 0.19; v = 0.999 * 0.004 + 0.001 = 0.004996, v_hat = v / 0.001999
  EXPECT_NEAR(p.value(0), 2.9 - 0.1 * (0.08 / 0.19) / std::sqrt(0.004996 / 0.001999), 1e-6);
}

TEST(Adam, EpsilonIsKerasOrPyTorch) {
  for (const auto& [options, expected] :
       {std::pair(AdamOptions::keras(), 0.0306534), std::pair(AdamOptions::pytorch(), 1 / 1.1)}) {
    Adam adam(options);
    Parameter p = parameter({0});
    std::vector<Parameter*> all{&p};
    // g = 1e-7 at t = 1: PyTorch p -= g / (|g| + 1e-8); Keras p -= sqrt(.001) / .1 (.1 g) / (sqrt(.001) g + 1e-7)
    p.grad(0) = 1e-7f;
    adam.step(all, 1);
    EXPECT_NEAR(p.value(0), -expected, 1e-4);
  }
}

template <size_t N>
void expect_golden(Optimizer& optimizer, const GoldenStep (&golden)[N]) {
  const float a[] = {1, 0.1f, 10, 0.01f}, c[] = {0.5f, -1, 0.25f, 2};
  Parameter p = parameter({2, 1, -1, 0});
  std::vector<Parameter*> all{&p};
  size_t next = 0;
  for (int step = 1; step <= 50; ++step) {
    for (int i = 0; i < 4; ++i) p.grad(i) = a[i] * (p.value(i) - c[i]);
    optimizer.step(all, 0.05f);
    if (step != golden[next].step) continue;
    for (int i = 0; i < 4; ++i) EXPECT_NEAR(p.value(i), golden[next].w[i], 4e-6) << "step " << step << ", w" << i;
    ++next;
  }
  EXPECT_EQ(next, N);
}

TEST(Optimizers, FiftyStepsAgreeWithPyTorch) {
  Sgd sgd, momentum({.momentum = 0.9f}), nesterov({.momentum = 0.9f, .nesterov = true});
  Adam pytorch(AdamOptions::pytorch()), large_epsilon({.epsilon = 1e-7f, .epsilon_hat = false});
  expect_golden(sgd, kSgd);
  expect_golden(momentum, kMomentum);
  expect_golden(nesterov, kNesterov);
  expect_golden(pytorch, kAdam);
  expect_golden(large_epsilon, kAdamKeras);
}

TEST(Optimizers, LeaveWhatIsNotTrainedAlone) {
  Sgd sgd({.momentum = 0.9f});
  Adam adam;
  for (Optimizer* o : {static_cast<Optimizer*>(&sgd), static_cast<Optimizer*>(&adam)}) {
    Parameter p = parameter({3}, false);
    p.grad.fill(1);
    std::vector<Parameter*> all{&p};
    o->step(all, 0.1f);
    EXPECT_EQ(p.value(0), 3);
  }
}

template <class O>
void expect_resumes(O optimizer, O fresh, O unstarted) {
  Parameter p = parameter({3, -2, 0.5f});
  std::vector<Parameter*> all{&p};
  Record empty;
  optimizer.save(all, empty);
  for (int i = 0; i < 3; ++i) take_step(optimizer, p, 0.1f);
  Record record;
  optimizer.save(all, record);
  Parameter q = p;
  std::vector<Parameter*> others{&q};
  fresh.load(others, record);
  for (int i = 0; i < 3; ++i) {
    take_step(optimizer, p, 0.1f);
    take_step(fresh, q, 0.1f);
  }
  for (int i = 0; i < 3; ++i) EXPECT_EQ(p.value(i), q.value(i));

  // Loading a state from before the first step forgets the moments.
  Parameter r = parameter({3}), s = parameter({3});
  all = {&r};
  fresh.load(all, empty);
  take_step(fresh, r, 0.1f);
  take_step(unstarted, s, 0.1f);
  EXPECT_EQ(r.value(0), s.value(0));
}

TEST(Optimizers, GoOnFromASavedState) {
  const SgdOptions nesterov{.momentum = 0.9f, .nesterov = true};
  expect_resumes(Sgd(nesterov), Sgd(nesterov), Sgd(nesterov));
  expect_resumes(Adam(), Adam(), Adam());
}

TEST(Optimizers, RefuseTheStateOfAnother) {
  Parameter p = parameter({3, 1});
  std::vector<Parameter*> all{&p};
  Adam adam;
  take_step(adam, p, 0.1f);
  Record record;
  adam.save(all, record);
  Sgd sgd;
  EXPECT_ERROR(sgd.load(all, record), data, "optimizer.name: expected sgd, found adam");
  Parameter q = parameter({1});
  all = {&q};
  EXPECT_ERROR(adam.load(all, record), data, "optimizer.m.w: expected shape (1), found (2)");
  record.set("optimizer.t", "1.5");
  EXPECT_ERROR(adam.load(all, record), data, "optimizer.t: expected a whole number");
}

}  // namespace
}  // namespace thimble
