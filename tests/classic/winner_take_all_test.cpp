#include "classic/winner_take_all.h"

#include <gmock/gmock.h>

#include "classic/small_sets.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;

TEST(WinnerTakeAll, TwoUnitsAndThreeUpdatesByHand) {
  // eps(t) = 1/2, 1/3, 1/6. 2 is won by 0: 0 + (2 - 0) / 2 = 1. 9 is won by 10: 10 + (9 - 10) / 3 = 29 / 3.
  // 4 is won by 1: 1 + (4 - 1) / 6 = 1.5.
  const Samples x(Tensor({3, 1}, {2, 9, 4}));
  WinnerTakeAll wta({.rate = 0.5, .passes = 1, .batch = 1, .shuffled = false});
  wta.start_from(x, Tensor({2, 1}, {0, 10}));
  EXPECT_DOUBLE_EQ(wta.rate(), 0.5);
  EXPECT_TRUE(wta.step());
  EXPECT_FLOAT_EQ(wta.centroids()(0, 0), 1);
  EXPECT_DOUBLE_EQ(wta.rate(), 0.5 * 2 / 3);
  EXPECT_TRUE(wta.step());
  EXPECT_FLOAT_EQ(wta.centroids()(1, 0), 29 / 3.0f);
  EXPECT_FALSE(wta.step());
  EXPECT_FLOAT_EQ(wta.centroids()(0, 0), 1.5f);
  EXPECT_FLOAT_EQ(wta.centroids()(1, 0), 29 / 3.0f);
  EXPECT_THAT(wta.wins(), ElementsAre(2, 1));
}

TEST(WinnerTakeAll, OnlyTheWinnerMoves) {
  const Dataset data = clouds(50, 3, 4, 1);
  WinnerTakeAll wta({.k = 5, .passes = 1, .batch = 1});
  wta.start(data.x);
  for (int t = 0; t < 100; ++t) {
    const Tensor before = wta.centroids();
    wta.step();
    int moved = 0;
    for (int j = 0; j < 5; ++j)
      moved += !std::equal(before.row(j).begin(), before.row(j).end(), wta.centroids().row(j).begin());
    ASSERT_LE(moved, 1);
  }
}

TEST(WinnerTakeAll, ADeadUnitIsSeenAndPutOnTheFarthestSample) {
  const Samples x(Tensor({4, 1}, {0, 1, 9, 10}));
  WinnerTakeAll wta({.rate = 0.1, .passes = 3, .batch = 4, .shuffled = false});
  wta.start_from(x, Tensor({2, 1}, {0, 1000}));
  wta.step();
  EXPECT_EQ(wta.revived(), 1);
  EXPECT_EQ(wta.centroids()(1, 0), 10);  // of all, 10 was farthest from its winner
  wta.step();
  wta.step();
  EXPECT_EQ(wta.dead(), 0);
  EXPECT_EQ(wta.revived(), 1);
  EXPECT_THAT(wta.assign(x), ElementsAre(0, 0, 1, 1));
}

TEST(WinnerTakeAll, SeveralDeadUnitsGoToDifferentSamples) {
  const Samples x(Tensor({4, 1}, {0, 1, 8, 20}));
  WinnerTakeAll wta({.rate = 0.01, .passes = 2, .batch = 4, .shuffled = false});
  wta.start_from(x, Tensor({3, 1}, {0, 1000, 2000}));
  wta.step();
  EXPECT_EQ(wta.revived(), 2);
  EXPECT_EQ(wta.centroids()(1, 0), 20);
  EXPECT_EQ(wta.centroids()(2, 0), 8);
}

TEST(WinnerTakeAll, AUnitThatDiesInTheLastPassIsCounted) {
  const Samples x(Tensor({2, 1}, {0, 1}));
  WinnerTakeAll wta({.passes = 1});
  wta.start_from(x, Tensor({2, 1}, {0, 1000}));
  EXPECT_FALSE(wta.step());
  EXPECT_EQ(wta.dead(), 1);
  EXPECT_EQ(wta.revived(), 0);
}

TEST(WinnerTakeAll, DoesNotDependOnTheStepsSize) {
  const Dataset data = byte_clouds(100, 3, 5, 2);
  WinnerTakeAll one({.k = 4, .seed = 6, .batch = 1}), many({.k = 4, .seed = 6, .batch = 77});
  one.fit(data.x);
  many.fit(data.x);
  EXPECT_THAT(one.centroids().values(), testing::ElementsAreArray(many.centroids().values()));
}

TEST(WinnerTakeAll, RefusesOptionsThatMakeNoSense) {
  EXPECT_ERROR(WinnerTakeAll({.k = 0}), usage, "wta: expected 1 unit or more, got 0");
  EXPECT_ERROR(WinnerTakeAll({.rate = 0}), usage, "expected a rate above 0 and up to 1, got 0");
  EXPECT_ERROR(WinnerTakeAll({.rate = 1.5}), usage, "got 1.5");
  EXPECT_ERROR(WinnerTakeAll({.passes = 0}), usage, "expected 1 pass or more, got 0");
  EXPECT_ERROR(WinnerTakeAll({.batch = 0}), usage, "expected steps of 1 sample or more, got 0");
}

}  // namespace
}  // namespace thimble
