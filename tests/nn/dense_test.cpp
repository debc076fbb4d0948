#include "nn/dense.h"

#include "nn/layer_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Dense, MatchesHandComputedNumbers) {
  Dense dense(2);
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  const Shape out = build_for(dense, x);
  dense.weight().value = Tensor({3, 2}, {1, 0, 0, 1, 2, -1});
  dense.bias().value = Tensor({2}, {0.5f, -1});
  const Results r = run(dense, out, x, Tensor({2, 2}, {1, 0, 0, 2}));

  // y[0] = (1*1 + 2*0 + 3*2 + .5, 1*0 + 2*1 - 3*1 - 1);  y[1] = (4 + 0 + 12 + .5, 5 - 6 - 1)
  expect_near(r.y, Tensor({2, 2}, {7.5f, -2, 16.5f, -2}), 1e-6);
  // dW = X^T dY: row i is (x[0][i] * 1, x[1][i] * 2)
  expect_near(dense.weight().grad, Tensor({3, 2}, {1, 8, 2, 10, 3, 12}), 1e-6);
  expect_near(dense.bias().grad, Tensor({2}, {1, 2}), 1e-6);
  // dX = dY W^T: sample 0 is W's first column, sample 1 twice its second
  expect_near(r.dx, Tensor({2, 3}, {1, 0, 2, 0, 2, -2}), 1e-6);
}

TEST(Dense, AddsToTheGradientsThatAreThere) {
  Dense dense(1);
  const Tensor x({1, 1}, {3});
  const Shape out = build_for(dense, x);
  const Results r = run(dense, out, x);
  Tensor dx(x.shape());
  dense.weight().grad.fill(10);
  dense.bias().grad.fill(20);
  dense.backward(x, r.y, Tensor({1, 1}, {2}), dx);
  EXPECT_FLOAT_EQ(dense.weight().grad(0, 0), 16);  // 10 + 3 * 2
  EXPECT_FLOAT_EQ(dense.bias().grad(0), 22);       // 20 + 2
}

TEST(Dense, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) {
    const std::string text = "dense " + std::to_string(1 + rng.below(9)) + (rng.chance(0.3f) ? " no_bias" : "");
    return RandomLayer{text, {1 + rng.below(20)}, 1 + rng.below(5)};
  });
}

TEST(Dense, LeavesAnUnwantedInputGradientOut) {
  Dense dense(2);
  const Tensor x = random_tensor({3, 4}, 1), dy = random_tensor({3, 2}, 2);
  const Shape out = build_for(dense, x);
  const Results r = run(dense, out, x, dy);
  const Tensor wanted = dense.weight().grad;
  dense.weight().grad.fill(0);
  Tensor none;
  dense.backward(x, r.y, dy, none);
  EXPECT_TRUE(none.empty());
  expect_near(dense.weight().grad, wanted, 0);
}

TEST(Dense, ListsItsParameters) {
  Dense with({.units = 5, .l2 = 0.01f}), without({.units = 5, .bias = false});
  const Tensor x({1, 3});
  build_for(with, x);
  build_for(without, x);
  ASSERT_EQ(with.parameters().size(), 2u);
  EXPECT_EQ(with.parameters()[0]->name, "weight");
  EXPECT_EQ(with.parameters()[0]->value.shape(), Shape({3, 5}));
  EXPECT_FLOAT_EQ(with.parameters()[0]->l2, 0.01f);
  EXPECT_EQ(with.parameters()[1]->name, "bias");
  EXPECT_FLOAT_EQ(with.parameters()[1]->l2, 0);
  EXPECT_EQ(without.parameters().size(), 1u);
}

TEST(Dense, SaysItselfInTheFewestWords) {
  EXPECT_EQ(Dense(10).text(), "dense 10");
  EXPECT_EQ(Dense({.units = 3, .l2 = 0.01f, .init = Init::he_normal, .bias = false}).text(),
            "dense 3 l2 0.01 init he_normal no_bias");
}

TEST(Dense, NamesWhatItCannotDo) {
  Rng rng;
  EXPECT_ERROR(Dense(0), usage, "dense: expected at least 1 unit, got 0");
  EXPECT_ERROR(Dense({.units = 1, .l2 = -1}), usage, "dense: expected an l2 of at least 0, got -1");
  EXPECT_ERROR(Dense(2).build({1, 28, 28}, rng), usage,
               "dense: expected flat samples, got (1, 28, 28); put flatten before it");
  EXPECT_ERROR(Dense(1 << 20).build({1 << 10}, rng), usage,
               "weight of shape (1024, 1048576): expected at most 268435456");
}

}  // namespace
}  // namespace thimble
