#include "nn/muon.h"

#include <algorithm>
#include <cmath>

#include "core/linalg.h"
#include "core/ops.h"
#include "core/threads.h"
#include "nn/layer_support.h"
#include "nn/spec.h"
#include "nn/toy_data.h"
#include "nn/trainer.h"
#include "support/throws.h"

namespace thimble {
namespace {

// What five steps make of one singular value, in double.
double iterated(double s) {
  for (int i = 0; i < 5; ++i) s = 3.4445 * s - 4.7750 * s * s * s + 2.0315 * std::pow(s, 5);
  return s;
}

TEST(NewtonSchulz, MovesEachSingularValueAlone) {
  NewtonSchulz orthogonal;
  for (const Shape& shape : {Shape{3, 3}, Shape{3, 5}, Shape{5, 3}}) {
    Tensor u(shape);
    const double diagonal[] = {3, -2, 0.5}, norm = std::sqrt(9 + 4 + 0.25);
    for (int i = 0; i < 3; ++i) u(i, i) = static_cast<float>(diagonal[i]);
    const Tensor& o = orthogonal(u);
    for (int i = 0; i < shape[0]; ++i)
      for (int j = 0; j < shape[1]; ++j) EXPECT_NEAR(o(i, j), i == j ? iterated(diagonal[i] / norm) : 0, 1e-5);
  }
}

TEST(NewtonSchulz, IsNearlyOrthogonalWhateverTheMatrix) {
  NewtonSchulz orthogonal;
  for (const Shape& shape : {Shape{6, 40}, Shape{40, 6}, Shape{8, 2, 3, 3}, Shape{12, 12}}) {
    const Tensor u = random_tensor(shape, 7, 1e-3f);
    const Tensor& o = orthogonal(u);
    const int rows = o.dim(0), cols = o.size() / rows, least = std::min(rows, cols);
    double trace = 0;  // <u, o> = sum of the singular values of u, each times one near 1: the same directions
    for (int i = 0; i < o.size(); ++i) trace += static_cast<double>(o.data()[i]) * u.data()[i];
    EXPECT_GT(trace, 0.6 * std::sqrt(sum_of_squares(u)));
    const double square = sum_of_squares(o) / least;                  // the mean of the squared singular values
    EXPECT_GT(square, shape == Shape({12, 12}) ? 0.3 : 0.68 * 0.68);  // a square one may have a value near zero
    EXPECT_LT(square, 1.15 * 1.15);
  }
}

TEST(NewtonSchulz, LeavesZerosZero) {
  NewtonSchulz orthogonal;
  for (const float v : orthogonal(Tensor({3, 4})).values()) EXPECT_EQ(v, 0);
}

TEST(Muon, TwoStepsByHand) {
  // Matrices of one place: o = iterated(1) times the sign of u, whatever the gradient's size.
  Parameter p = make_parameter("w", {1, 1}, 3);
  std::vector<Parameter*> all{&p};
  Muon muon({.momentum = 0.5f});
  p.grad.fill(8);
  muon.step(all, 0.1f);
  EXPECT_NEAR(p.value(0, 0), 3 - 0.1 * iterated(1), 1e-6);
  p.grad.fill(-1);
  muon.step(all, 0.1f);  // m = .5 * 8 - 1 = 3, u = -1 + .5 * 3 > 0
  EXPECT_NEAR(p.value(0, 0), 3 - 0.2 * iterated(1), 1e-6);
  p.grad.fill(-4);
  muon.step(all, 0.1f);  // m = 1.5 - 4 = -2.5, u = -4 - 1.25 < 0
  EXPECT_NEAR(p.value(0, 0), 3 - 0.1 * iterated(1), 1e-6);
}

TEST(Muon, MovesBiasesByNesterovsMomentum) {
  Parameter a = make_parameter("bias", {2}, 1), b = a;
  std::vector<Parameter*> first{&a}, second{&b};
  Muon muon({.momentum = 0.7f});
  Sgd sgd({.momentum = 0.7f, .nesterov = true});
  for (int i = 0; i < 4; ++i) {
    a.grad.fill(0.5f - static_cast<float>(i));
    b.grad.fill(0.5f - static_cast<float>(i));
    muon.step(first, 0.1f);
    sgd.step(second, 0.1f);
    EXPECT_EQ(a.value(0), b.value(0));
  }
}

struct Training {
  Dataset train = toy_bars(62, 1);
  Sequential net = parse_network("conv 6 3x3 same, relu, batch_norm, max_pool 2, flatten, dense 9, relu, dense 2");
  Muon muon;
  Trainer trainer;
  Training()
      : trainer((net.build({1, 8, 8}, 11), net), muon, train, nullptr,
                {.epochs = 4, .batch_size = 8, .learning_rate = one_cycle(0.05f, 4, 0.2f), .weight_decay = 0.05f}) {}
  Record saved() const {
    Record record;
    trainer.save(record);
    return from_safetensors(to_safetensors(record), "saved");
  }
};

TEST(Muon, Learns) {
  Training run;
  run.trainer.run();
  EXPECT_GT(evaluate(run.net, toy_bars(300, 2)).accuracy, 0.95);
}

TEST(Muon, GoesOnWithTheSameBitsOnAnyNumberOfThreads) {
  Training whole;
  whole.trainer.run();
  for (const int steps : {0, 1, 11}) {
    Training first;
    for (int i = 0; i < steps; ++i) first.trainer.step();
    set_threads(3);
    Training second;
    second.trainer.load(first.saved());
    second.trainer.run();
    set_threads(0);
    EXPECT_EQ(second.net.weights_sha256(), whole.net.weights_sha256()) << steps << " steps";
  }
}

TEST(Muon, RefusesTheStateOfAnother) {
  Training run;
  run.trainer.step();
  Record record = run.saved();
  Sgd sgd;
  EXPECT_ERROR(sgd.load(run.net.parameters(), record), data, "optimizer.name: expected sgd, found muon");
  record.set("optimizer.m.dense.weight", Tensor({2, 2}));
  EXPECT_ERROR(run.muon.load(run.net.parameters(), record), data, "optimizer.m.dense.weight: expected shape");
}

}  // namespace
}  // namespace thimble
