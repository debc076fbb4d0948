#include <algorithm>
#include <cmath>
#include <memory>

#include "nn/flatten.h"
#include "nn/layer_support.h"
#include "nn/relu.h"
#include "nn/scale.h"
#include "nn/sigmoid.h"
#include "nn/softmax.h"
#include "nn/tanh.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Relu, PassesWhatIsPositive) {
  Relu relu;
  const Tensor x({1, 4}, {-2, 0, 3, 0.5f});
  const Results r = run(relu, build_for(relu, x), x, Tensor({1, 4}, {1, 2, 3, 4}));
  expect_near(r.y, Tensor({1, 4}, {0, 0, 3, 0.5f}), 0);
  expect_near(r.dx, Tensor({1, 4}, {0, 0, 3, 4}), 0);
}

TEST(Scale, MultipliesBothWays) {
  Scale scale(0.25f);
  const Tensor x({1, 3}, {-8, 0, 2});
  const Results r = run(scale, build_for(scale, x), x, Tensor({1, 3}, {4, 8, -2}));
  expect_near(r.y, Tensor({1, 3}, {-2, 0, 0.5f}), 0);
  expect_near(r.dx, Tensor({1, 3}, {1, 2, -0.5f}), 0);
}

TEST(Scale, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) -> RandomLayer {
    const char* texts[] = {"scale 0.25", "scale -3", "scale 1"};
    return {texts[rng.below(3)], Shape{1 + rng.below(3), 1 + rng.below(4), 2}, 1 + rng.below(4)};
  });
}

TEST(Sigmoid, MatchesHandComputedNumbers) {
  Sigmoid sigmoid;
  const Tensor x({1, 3}, {0, 100, -100});
  const Results r = run(sigmoid, build_for(sigmoid, x), x, Tensor({1, 3}, 4.0f));
  expect_near(r.y, Tensor({1, 3}, {0.5f, 1, 0}), 1e-6);
  expect_near(r.dx, Tensor({1, 3}, {1, 0, 0}), 1e-6);  // 4 * .5 * .5
}

TEST(Tanh, MatchesHandComputedNumbers) {
  Tanh tanh;
  const Tensor x({1, 3}, {0, 50, -50});
  const Results r = run(tanh, build_for(tanh, x), x, Tensor({1, 3}, 4.0f));
  expect_near(r.y, Tensor({1, 3}, {0, 1, -1}), 1e-6);
  expect_near(r.dx, Tensor({1, 3}, {4, 0, 0}), 1e-6);
}

TEST(Softmax, MatchesHandComputedNumbers) {
  Softmax softmax;
  const auto ln = [](double v) { return static_cast<float>(std::log(v)); };
  const Tensor x({1, 3}, {ln(1), ln(2), ln(5)});
  const Results r = run(softmax, build_for(softmax, x), x, Tensor({1, 3}, {8, 0, 0}));
  expect_near(r.y, Tensor({1, 3}, {0.125f, 0.25f, 0.625f}), 1e-6);
  // sum dy y = 1: dx = (.125 (8 - 1), .25 (0 - 1), .625 (0 - 1))
  expect_near(r.dx, Tensor({1, 3}, {0.875f, -0.25f, -0.625f}), 1e-6);
}

TEST(Softmax, SumsToOneForAnyLogits) {
  Softmax softmax;
  for (float scale : {0.01f, 1.0f, 100.0f, 1e4f}) {
    const Tensor x = random_tensor({20, 10}, 3, scale);
    const Results r = run(softmax, build_for(softmax, x), x, random_tensor({20, 10}, 4));
    for (int n = 0; n < 20; ++n) {
      double sum = 0;
      for (float p : r.y.row(n)) {
        EXPECT_GE(p, 0);
        sum += p;
      }
      EXPECT_NEAR(sum, 1, 1e-5) << scale;
      for (float g : r.dx.row(n)) EXPECT_TRUE(std::isfinite(g));
    }
  }
}

TEST(Softmax, SurvivesHugeLogits) {
  Softmax softmax;
  const Tensor x({2, 3}, {1e4f, -1e4f, 0, -1e4f, -1e4f, -1e4f});
  const Results r = run(softmax, build_for(softmax, x), x);
  expect_near(r.y, Tensor({2, 3}, {1, 0, 0, 1 / 3.0f, 1 / 3.0f, 1 / 3.0f}), 1e-6);
}

TEST(Flatten, KeepsTheValues) {
  Flatten flatten;
  const Tensor x = random_tensor({2, 3, 2, 2}, 1), dy = random_tensor({2, 12}, 2);
  const Shape out = build_for(flatten, x);
  ASSERT_EQ(out, Shape({12}));
  const Results r = run(flatten, out, x, dy);
  EXPECT_TRUE(std::equal(x.values().begin(), x.values().end(), r.y.values().begin()));
  EXPECT_TRUE(std::equal(dy.values().begin(), dy.values().end(), r.dx.values().begin()));
}

RandomLayer draw(const char* text, Rng& rng) {
  Shape sample{1 + rng.below(40)};
  if (rng.chance(0.5f)) sample = Shape{1 + rng.below(3), 1 + rng.below(6), 1 + rng.below(6)};
  return {text, sample, 1 + rng.below(5)};
}

TEST(Relu, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) {
    RandomLayer layer = draw("relu", rng);
    layer.batch += 8;  // so that some value is positive
    return layer;
  });
}
TEST(Sigmoid, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) { return draw("sigmoid", rng); });
}
TEST(Tanh, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) { return draw("tanh", rng); });
}
TEST(Flatten, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) { return draw("flatten", rng); });
}
TEST(Softmax, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) { return RandomLayer{"softmax", {2 + rng.below(12)}, 1 + rng.below(6)}; });
}

TEST(Softmax, NamesWhatItCannotDo) {
  Rng rng;
  EXPECT_ERROR(Softmax().build({2, 3, 3}, rng), usage,
               "softmax: expected flat samples, got (2, 3, 3); put flatten before it");
}

}  // namespace
}  // namespace thimble
