// The numbers of chapter 01 that are worked by hand.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "core/rng.h"
#include "nn/dense.h"

using namespace thimble;

namespace {

using Two = std::array<float, 2>;
using Answers = std::array<int, 4>;

float sum(const Two& x, const Two& w, float b) { return w[0] * x[0] + w[1] * x[1] + b; }

Answers answers(const Two& w, float b) {
  Answers y{};
  for (size_t n = 0; n < 4; ++n) y[n] = sum({float(n / 2), float(n % 2)}, w, b) > 0 ? 1 : 0;
  return y;
}

TEST(Neuron, AddsUpWeightedInputs) { EXPECT_FLOAT_EQ(sum({2, 3}, {0.5f, -1}, 4), 2); }

TEST(Neuron, ComputesAndAndOr) {
  EXPECT_EQ(answers({1, 1}, -1.5f), (Answers{0, 0, 0, 1}));
  EXPECT_EQ(answers({1, 1}, -0.5f), (Answers{0, 1, 1, 1}));
}

// [search]
// The most of the four answers that one neuron gets right, over all w1, w2 and b among -3, -2.75, ..., 3.
int best_neuron(const Answers& wanted) {
  int best = 0;
  for (float w1 = -3; w1 <= 3; w1 += 0.25f)
    for (float w2 = -3; w2 <= 3; w2 += 0.25f)
      for (float b = -3; b <= 3; b += 0.25f) {
        const Answers y = answers({w1, w2}, b);
        int right = 0;
        for (size_t n = 0; n < 4; ++n) right += y[n] == wanted[n] ? 1 : 0;
        best = std::max(best, right);
      }
  return best;
}

TEST(Neuron, NoneIsRightForAllOfXor) {
  EXPECT_EQ(best_neuron({0, 0, 0, 1}), 4) << "AND";
  EXPECT_EQ(best_neuron({0, 1, 1, 0}), 3) << "XOR";
}
// [end]

// [layer]
TEST(Layer, IsAMatrixProductAndABias) {
  Dense layer(2);
  Rng rng;
  layer.build({3}, rng);
  layer.weight().value = Tensor({3, 2}, {1, 2,   //
                                         0, -1,  //
                                         -1, 1});
  layer.bias().value = Tensor({2}, {0.5f, -1});

  const Tensor x({2, 3}, {1, 2, 3,  //
                          0, 1, -1});
  Tensor y({2, 2});
  layer.forward(x, y, {});

  EXPECT_FLOAT_EQ(y(0, 0), -1.5f);
  EXPECT_FLOAT_EQ(y(0, 1), 2);
  EXPECT_FLOAT_EQ(y(1, 0), 1.5f);
  EXPECT_FLOAT_EQ(y(1, 1), -3);
}
// [end]

}  // namespace
