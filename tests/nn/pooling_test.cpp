#include <algorithm>

#include "nn/avg_pool.h"
#include "nn/layer_support.h"
#include "nn/max_pool.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(MaxPool, TakesTheLargestOfEachWindowAndDropsTheRest) {
  MaxPool pool(2);
  const Tensor x({1, 1, 3, 5}, {1, 2, 3, 4, 100,  //
                                5, 0, 1, 9, 100,  //
                                100, 100, 100, 100, 100});
  const Shape out = build_for(pool, x);
  ASSERT_EQ(out, Shape({1, 1, 2}));
  const Results r = run(pool, out, x, Tensor({1, 1, 1, 2}, {7, 8}));
  expect_near(r.y, Tensor({1, 1, 1, 2}, {5, 9}), 0);
  expect_near(r.dx, Tensor({1, 1, 3, 5}, {0, 0, 0, 0, 0, 7, 0, 0, 8, 0, 0, 0, 0, 0, 0}), 0);
}

TEST(MaxPool, GivesTheGradientToTheFirstOfEquals) {
  for (int size : {2, 3}) {
    MaxPool pool(size);
    const Tensor x({1, 2, size, size}, 4.0f);
    const Shape out = build_for(pool, x);
    const Results r = run(pool, out, x, Tensor({1, 2, 1, 1}, {1, 2}));
    Tensor expected(x.shape());
    expected(0, 0, 0, 0) = 1;
    expected(0, 1, 0, 0) = 2;
    expect_near(r.dx, expected, 0);
  }
}

TEST(MaxPool, AddsWhereWindowsOverlap) {
  MaxPool pool(2, 1);
  const Tensor x({1, 1, 2, 3}, {0, 0, 0, 0, 9, 0});
  const Shape out = build_for(pool, x);
  const Results r = run(pool, out, x, Tensor({1, 1, 1, 2}, {3, 4}));
  expect_near(r.dx, Tensor({1, 1, 2, 3}, {0, 0, 0, 0, 7, 0}), 0);
}

TEST(AvgPool, TakesTheMeanOfEachWindowAndDropsTheRest) {
  AvgPool pool(2);
  const Tensor x({1, 1, 2, 5}, {1, 2, 3, 4, 100, 5, 0, 1, 8, 100});
  const Shape out = build_for(pool, x);
  const Results r = run(pool, out, x, Tensor({1, 1, 1, 2}, {4, 8}));
  expect_near(r.y, Tensor({1, 1, 1, 2}, {2, 4}), 1e-6);
  expect_near(r.dx, Tensor({1, 1, 2, 5}, {1, 1, 2, 2, 0, 1, 1, 2, 2, 0}), 1e-6);
}

RandomLayer draw_pool(const char* word, Rng& rng) {
  const int size = 1 + rng.below(4), stride = 1 + rng.below(4);
  return {std::string(word) + ' ' + std::to_string(size) + " stride " + std::to_string(stride),
          {1 + rng.below(3), std::max(size, 2 + rng.below(7)), std::max(size, 2 + rng.below(7))},
          1 + rng.below(3)};
}

TEST(MaxPool, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) { return draw_pool("max_pool", rng); });
}

TEST(AvgPool, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) { return draw_pool("avg_pool", rng); });
}

TEST(Pooling, SaysItselfInTheFewestWords) {
  EXPECT_EQ(MaxPool(2).text(), "max_pool 2");
  EXPECT_EQ(MaxPool(3, 2).text(), "max_pool 3 stride 2");
  EXPECT_EQ(AvgPool(2, 2).text(), "avg_pool 2");
}

TEST(Pooling, NamesWhatItCannotDo) {
  Rng rng;
  EXPECT_ERROR(MaxPool(0), usage, "max_pool: expected a window of 1 to 16, got 0");
  AvgPool whole(28);  // larger than a max-pool may be
  const Tensor ones({1, 1, 28, 28}, 1.0f);
  EXPECT_EQ(run(whole, build_for(whole, ones), ones).y(0, 0, 0, 0), 1);
  EXPECT_ERROR(MaxPool(17), usage, "max_pool: expected a window of 1 to 16, got 17");
  EXPECT_ERROR(MaxPool(2, -1), usage, "max_pool: expected a stride of 1 to 1024, got -1");
  EXPECT_ERROR(AvgPool(-2), usage, "avg_pool: expected a window of 1 to 1024, got -2");
  EXPECT_ERROR(MaxPool(2).build({10}, rng), usage, "max_pool: expected pictures (channels, height, width), got (10)");
  EXPECT_ERROR(AvgPool(4).build({3, 3, 8}, rng), usage, "avg_pool: a window of 4x4 does not fit into (3, 3, 8)");
}

}  // namespace
}  // namespace thimble
