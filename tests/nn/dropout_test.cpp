#include "nn/dropout.h"

#include <algorithm>

#include "nn/layer_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

Pass training(uint64_t seed, int epoch, std::span<const int> samples = {}) {
  return {.mode = Mode::train, .key = Key(seed, Purpose::test, epoch), .samples = samples};
}

Tensor mask(Dropout& layer, const Pass& pass, int rows = 4, int cols = 100) {
  const Tensor x({rows, cols}, 1.0f);
  return run(layer, build_for(layer, x), x, {}, pass).y;
}

bool equal(const Tensor& a, const Tensor& b) {
  return std::equal(a.values().begin(), a.values().end(), b.values().begin());
}

TEST(Dropout, KeepsTheShareAndTheMean) {
  for (float p : {0.1f, 0.25f, 0.5f, 0.9f}) {
    Dropout dropout(p);
    const Tensor y = mask(dropout, training(3, 0), 100, 1000);
    double sum = 0;
    int zeros = 0;
    for (float v : y.values()) {
      sum += v;
      zeros += v == 0;
      EXPECT_TRUE(v == 0 || std::abs(v - 1 / (1 - p)) < 1e-5f);
    }
    // 1e5 draws: the share's deviation is at most sqrt(.25 / 1e5) = .0016
    EXPECT_NEAR(zeros / 1e5, p, 0.008);
    EXPECT_NEAR(sum / 1e5, 1, 0.008 / (1 - p));
  }
}

TEST(Dropout, DropsTheSameInBackward) {
  Dropout dropout(0.5f);
  const Tensor ones({3, 50}, 1.0f);
  const Results r = run(dropout, build_for(dropout, ones), ones, ones, training(1, 2));
  EXPECT_TRUE(equal(r.y, r.dx));
  EXPECT_GT(std::count(r.y.values().begin(), r.y.values().end(), 0.0f), 0);
}

TEST(Dropout, DoesNothingAtInference) {
  Dropout dropout(0.5f);
  const Tensor x = random_tensor({3, 50}, 1);
  const Results r = run(dropout, build_for(dropout, x), x, x, Pass{.mode = Mode::infer});
  EXPECT_TRUE(equal(r.y, x));
  EXPECT_TRUE(equal(r.dx, x));
}

TEST(Dropout, DependsOnSeedEpochSampleAndLayerOnly) {
  Dropout dropout(0.5f), other(0.5f);
  other.set_index(3);
  const Tensor first = mask(dropout, training(1, 0));
  EXPECT_TRUE(equal(first, mask(dropout, training(1, 0))));
  EXPECT_FALSE(equal(first, mask(dropout, training(2, 0))));
  EXPECT_FALSE(equal(first, mask(dropout, training(1, 1))));
  EXPECT_FALSE(equal(first, mask(other, training(1, 0))));
  EXPECT_FALSE(std::equal(first.row(0).begin(), first.row(0).end(), first.row(1).begin()));
}

TEST(Dropout, DoesNotDependOnHowTheBatchIsCut) {
  Dropout dropout(0.5f);
  const int samples[] = {7, 1, 5, 3}, later[] = {5, 3};
  const Tensor whole = mask(dropout, training(1, 0, samples), 4);
  const Tensor part = mask(dropout, training(1, 0, later), 2);
  for (int n = 0; n < 2; ++n) EXPECT_TRUE(std::equal(part.row(n).begin(), part.row(n).end(), whole.row(n + 2).begin()));
}

TEST(Dropout, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) { return RandomLayer{"dropout 0.25", {8 + rng.below(40)}, 1 + rng.below(4)}; });
  expect_gradients([](Rng& rng) {
    return RandomLayer{"dropout 0.25", {20 + rng.below(30), 1 + rng.below(4), 1 + rng.below(4)}, 1 + rng.below(3)};
  });
}

TEST(Dropout, SaysItselfAndWhatItCannotDo) {
  EXPECT_EQ(Dropout(0.25f).text(), "dropout 0.25");
  EXPECT_ERROR(Dropout(1.0f), usage, "dropout: expected a probability in [0, 1), got 1");
  EXPECT_ERROR(Dropout(-0.5f), usage, "dropout: expected a probability in [0, 1), got -0.5");
}

}  // namespace
}  // namespace thimble
