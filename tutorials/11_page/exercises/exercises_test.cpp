#include "exercises.h"

#include "app/plane.h"
#include "exercise/exercise.h"

namespace thimble {
namespace {

class PageParts : public Exercise {};

// Modify.
TEST_F(PageParts, TheEdgeOfThePenIsSmooth) {
  EXPECT_FLOAT_EQ(cover(0, 2), 1);
  EXPECT_FLOAT_EQ(cover(1, 2), .5f);
  EXPECT_FLOAT_EQ(cover(1.25f, 2), .25f);
  EXPECT_FLOAT_EQ(cover(2, 2), 0);
  EXPECT_FLOAT_EQ(cover(0, .5f), .75f) << "a line thinner than a pixel never covers one wholly";
}

// Complete.
TEST_F(PageParts, ARowIsShortenedByAreas) {
  EXPECT_EQ(area_mean({30, 60, 120}, 2), (std::vector<float>{40, 100}));
  EXPECT_EQ(area_mean({1, 2, 3, 4}, 4), (std::vector<float>{1, 2, 3, 4}));
  Plane row(7, 1);
  for (int x = 0; x < 7; ++x) row.at(x, 0) = static_cast<float>(x * x);
  const Plane expected = shrink(row, {0, 0, 7, 1}, 3, 1);
  const std::vector<float> out = area_mean(row.values, 3);
  for (size_t j = 0; j < 3; ++j) EXPECT_NEAR(out[j], expected.values[j], 1e-4) << j;
}

// Make.
TEST_F(PageParts, OnlyTheLargestPieceStays) {
  std::vector<uint8_t> mask = {9, 0, 0, 7, 7,  //
                               9, 0, 0, 0, 7,  //
                               0, 8, 0, 0, 7};
  keep_largest(mask, 5, 3);
  EXPECT_EQ(mask, (std::vector<uint8_t>{0, 0, 0, 7, 7,  //
                                        0, 0, 0, 0, 7,  //
                                        0, 0, 0, 0, 7}));
  std::vector<uint8_t> equals = {1, 0, 2}, none(6);
  keep_largest(equals, 3, 1);
  EXPECT_EQ(equals, (std::vector<uint8_t>{1, 0, 0}));
  keep_largest(none, 3, 2);
  EXPECT_EQ(none, std::vector<uint8_t>(6));
}

}  // namespace
}  // namespace thimble
