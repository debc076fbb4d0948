#include "app/enclosed.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

constexpr int kSide = 12;
using Far = std::vector<float>;

// A frame of garment, four rows and columns in: 50 there, `inside` within it, 1 around.
Far frame(float inside) {
  Far far(kSide * kSide, 1.0f);
  for (int y = 3; y < 9; ++y)
    for (int x = 3; x < 9; ++x) {
      const bool rim = y == 3 || y == 8 || x == 3 || x == 8;
      far[static_cast<size_t>(y * kSide + x)] = rim ? 50 : inside;
    }
  return far;
}
float middle(Far far) {
  mark_enclosed(kSide, kSide, 13, 2.5f, far);
  EXPECT_EQ(far[0], 1) << "the ground around";
  EXPECT_EQ(far[3 * kSide + 3], 50) << "the garment";
  return far[5 * kSide + 5];
}

TEST(Enclosed, AHoleShowsTheGroundExactly) { EXPECT_EQ(middle(frame(1)), 1); }

TEST(Enclosed, AnAreaOfNearlyTheGroundsColourIsGarment) { EXPECT_EQ(middle(frame(6)), 13); }

TEST(Enclosed, WhatIsClearlyGarmentStays) { EXPECT_EQ(middle(frame(20)), 20); }

TEST(Enclosed, AGapJoinsTheInsideToTheGround) {
  for (const int gap : {3 * kSide + 5, 8 * kSide + 5, 5 * kSide + 3, 5 * kSide + 8}) {
    Far open = frame(6);
    open[static_cast<size_t>(gap)] = 6;
    EXPECT_EQ(middle(open), 6) << gap;
  }
  Far slanted = frame(6);
  slanted[3 * kSide + 3] = 50;
  slanted[2 * kSide + 2] = 6;  // corners do not join
  EXPECT_EQ(middle(slanted), 13);
}

TEST(Enclosed, EveryAreaIsJudgedByItself) {
  Far far(5 * 3, 50.0f);
  far[1 * 5 + 1] = 0;
  far[1 * 5 + 3] = 9;
  mark_enclosed(5, 3, 13, 2.5f, far);
  EXPECT_EQ(far[1 * 5 + 1], 0);
  EXPECT_EQ(far[1 * 5 + 3], 13);
}

TEST(Enclosed, NarrowPicturesHaveNoInside) {
  Far row{1, 50, 6, 50, 1}, column = row;
  mark_enclosed(5, 1, 13, 2.5f, row);
  mark_enclosed(1, 5, 13, 2.5f, column);
  EXPECT_EQ(row, (Far{1, 50, 6, 50, 1}));
  EXPECT_EQ(column, row);
}

}  // namespace
}  // namespace thimble
