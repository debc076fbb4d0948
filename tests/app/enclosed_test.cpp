#include "app/enclosed.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/rng.h"

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

// The same by asking every pixel's neighbours until nothing changes any more: areas get numbers, 0 is the ground outside.
Far plainly(int width, int height, Far far, float threshold, float exact) {
  const auto at = [width](int x, int y) { return static_cast<size_t>(y * width + x); };
  std::vector<int> area(far.size());
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      area[at(x, y)] = x == 0 || y == 0 || x == width - 1 || y == height - 1 ? 0 : static_cast<int>(at(x, y));
  for (bool changed = true; changed;) {
    changed = false;
    const auto join = [&](size_t a, size_t b) {
      if (far[a] >= threshold || far[b] >= threshold || area[a] == area[b]) return;
      area[a] = area[b] = std::min(area[a], area[b]);
      changed = true;
    };
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        if (x > 0) join(at(x, y), at(x - 1, y));
        if (y > 0) join(at(x, y), at(x, y - 1));
      }
  }
  std::vector<double> sums(far.size()), counts(far.size());
  for (size_t p = 0; p < far.size(); ++p)
    if (far[p] < threshold)
      sums[static_cast<size_t>(area[p])] += static_cast<double>(far[p]), ++counts[static_cast<size_t>(area[p])];
  for (size_t p = 0; p < far.size(); ++p) {
    const auto a = static_cast<size_t>(area[p]);
    if (far[p] < threshold && a != 0 && sums[a] >= static_cast<double>(exact) * counts[a]) far[p] = threshold;
  }
  return far;
}

TEST(Enclosed, ThicketsAreJudgedAsAPlainSearchDoes) {
  Rng rng(9, Purpose::test);
  for (int round = 0; round < 60; ++round) {
    const int width = 1 + rng.below(24), height = 1 + rng.below(24);
    Far far(static_cast<size_t>(width * height));
    for (float& f : far)
      f = rng.below(100) < 45 ? 50.0f : static_cast<float>(rng.below(12));  // whole numbers: sums are exact
    const Far want = plainly(width, height, far, 13, 5);
    mark_enclosed(width, height, 13, 5, far);
    EXPECT_EQ(far, want) << width << " x " << height;
  }
}

}  // namespace
}  // namespace thimble
