#include "exercises.h"
#include "02_backprop/network.h"
#include "exercise/exercise.h"

using thimble::Tensor;

class Backprop : public Exercise {};

TEST_F(Backprop, OneStepWithAGoodRateNearlyArrives) {
  TwoTwoTwo net;
  net.forward();
  net.backward();
  net.step(good_learning_rate());
  EXPECT_LT(net.forward(), 0.01) << "the loss after one step";
}

TEST_F(Backprop, TapeKnowsTheSlopesOfFormulas) {
  Tape tape;
  const Value a = tape.number(3), b = tape.number(-2);
  const Value f = a * b + a;
  tape.backward(f);
  EXPECT_EQ(f.value(), -3);
  EXPECT_EQ(a.gradient(), -1) << "d(a b + a)/da = b + 1: both paths count";
  EXPECT_EQ(b.gradient(), 3) << "d(a b + a)/db = a";

  const Value square = a * a;
  tape.backward(square);
  EXPECT_EQ(a.gradient(), 6) << "d(a a)/da = 2 a";
}

// The network of the chapter once more, number by number.
TEST_F(Backprop, TapeAgreesWithTheLibrary) {
  TwoTwoTwo net;
  net.forward();
  net.backward();

  Tape tape;
  std::vector<std::vector<Value>> p;
  for (const thimble::Parameter* parameter : net.parameters()) {
    p.emplace_back();
    for (const float v : parameter->value.values()) p.back().push_back(tape.number(static_cast<double>(v)));
  }
  const Value x[] = {tape.number(1), tape.number(2)}, t[] = {tape.number(1), tape.number(0)}, half = tape.number(0.5);
  const auto dense = [](const Value* in, const std::vector<Value>& w, const std::vector<Value>& b, size_t k) {
    return in[0] * w[k] + in[1] * w[2 + k] + b[k];
  };
  const Value h[] = {sigmoid(dense(x, p[0], p[1], 0)), sigmoid(dense(x, p[0], p[1], 1))};
  const Value e[] = {dense(h, p[2], p[3], 0) - t[0], dense(h, p[2], p[3], 1) - t[1]};
  tape.backward(half * (e[0] * e[0] + e[1] * e[1]));

  for (size_t i = 0; i < p.size(); ++i)
    for (size_t k = 0; k < p[i].size(); ++k)
      EXPECT_NEAR(p[i][k].gradient(), static_cast<double>(net.parameters()[i]->grad.values()[k]), 1e-6)
          << "parameter " << k << " of " << (i < 2 ? "the first " : "the second ") << (i % 2 == 0 ? "weights" : "bias");
}

TEST_F(Backprop, LeakyReluLeaksBothWays) {
  LeakyRelu layer;
  const Tensor x({1, 4}, {-2, -0.5f, 0.5f, 3}), dy({1, 4}, {1, 2, 3, 4});
  Tensor y({1, 4}), dx({1, 4});
  layer.forward(x, y, {});
  layer.backward(x, y, dy, dx);
  const float expected_y[] = {-0.2f, -0.05f, 0.5f, 3}, expected_dx[] = {0.1f, 0.2f, 3, 4};
  for (int i = 0; i < 4; ++i) {
    EXPECT_FLOAT_EQ(y(0, i), expected_y[i]) << "forward, x = " << x(0, i);
    EXPECT_FLOAT_EQ(dx(0, i), expected_dx[i]) << "backward, x = " << x(0, i);
  }
}
