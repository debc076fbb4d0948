#include "core/rng.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(Rng, IsAPureFunctionOfKeySampleAndPosition) {
  const Key key(42, Purpose::test, 3);
  EXPECT_EQ(bits(key, 7, 9), bits(key, 7, 9));
  EXPECT_NE(bits(key, 7, 9), bits(key, 7, 10));
  EXPECT_NE(bits(key, 7, 9), bits(key, 8, 9));
  EXPECT_NE(bits(key, 7, 9), bits(Key(42, Purpose::test, 4), 7, 9));
  EXPECT_NE(bits(key, 7, 9), bits(Key(43, Purpose::test, 3), 7, 9));
  EXPECT_NE(bits(key, 7, 9), bits(Key(42, Purpose::split, 3), 7, 9));
}

TEST(Rng, ZeroKeyAndCounterGiveThePublishedBlock) {
  // Known answer of Philox 4x32-10 for counter 0 and key 0 (Random123's kat_vectors).
  const std::array<uint32_t, 4> expected{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  EXPECT_EQ(bits(Key(), 0, 0), expected);
}

TEST(Rng, CursorReadsTheStreamWordByWord) {
  const Key key(5, Purpose::test);
  Rng rng(key, 2);
  for (uint32_t block = 0; block < 3; ++block)
    for (uint32_t word : bits(key, 2, block)) EXPECT_EQ(rng.next(), word);
}

TEST(Rng, UniformFillsTheUnitIntervalEvenly) {
  Rng rng(1, Purpose::test);
  double sum = 0, squares = 0;
  const int n = 100000;
  for (int i = 0; i < n; ++i) {
    const float u = rng.uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    squares += double{u} * u;
  }
  EXPECT_NEAR(sum / n, 1.0 / 2, 0.004);  // four standard errors
  EXPECT_NEAR(squares / n, 1.0 / 3, 0.004);
}

TEST(Rng, NormalHasMeanZeroVarianceOneAndKurtosisThree) {
  Rng rng(2, Purpose::test);
  double m1 = 0, m2 = 0, m4 = 0;
  const int n = 100000;
  for (int i = 0; i < n; ++i) {
    const double z = rng.normal();
    m1 += z;
    m2 += z * z;
    m4 += z * z * z * z;
  }
  EXPECT_NEAR(m1 / n, 0, 0.013);
  EXPECT_NEAR(m2 / n, 1, 0.018);
  EXPECT_NEAR(m4 / n, 3, 0.13);
}

TEST(Rng, BelowIsEvenAndStaysBelow) {
  Rng rng(3, Purpose::test);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts[static_cast<size_t>(rng.below(7))];
  for (int count : counts) EXPECT_NEAR(count, 10000, 400);
  EXPECT_EQ(rng.below(1), 0);
}

TEST(Rng, PermutationHoldsEachNumberOnceAndMovesThem) {
  std::vector<int> order = Rng(4, Purpose::shuffle).permutation(1000);
  int fixed = 0;
  for (int i = 0; i < 1000; ++i) fixed += order[static_cast<size_t>(i)] == i;
  EXPECT_LT(fixed, 10);  // one on average
  std::sort(order.begin(), order.end());
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(Rng, ShuffleReachesEveryOrderEquallyOften) {
  std::array<int, 6> counts{};
  for (uint32_t trial = 0; trial < 12000; ++trial) {
    std::array<int, 3> v{0, 1, 2};
    Rng(Key(9, Purpose::test), trial).shuffle(v);
    ++counts[static_cast<size_t>(v[0] * 2 + (v[1] > v[2]))];
  }
  for (int count : counts) EXPECT_NEAR(count, 2000, 180);
}

}  // namespace
}  // namespace thimble
