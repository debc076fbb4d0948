#include "learn/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace thimble {
namespace {

// IEEE 754 binary16: sign, 5 exponent bits (bias 15), 10 fraction bits.
TEST(Half, HasThePatternsOfTheStandard) {
  EXPECT_EQ(half_from_float(0), 0x0000);
  EXPECT_EQ(half_from_float(-0.0f), 0x8000);
  EXPECT_EQ(half_from_float(1), 0x3c00);
  EXPECT_EQ(half_from_float(-2), 0xc000);
  EXPECT_EQ(half_from_float(65504), 0x7bff);       // the largest
  EXPECT_EQ(half_from_float(0x1p-14f), 0x0400);    // the smallest normal
  EXPECT_EQ(half_from_float(0x1p-24f), 0x0001);    // the smallest
  EXPECT_EQ(half_from_float(0x1.8p-24f), 0x0002);  // a tie goes to the even neighbour
  EXPECT_EQ(half_from_float(0x1p-25f), 0x0000);
  EXPECT_EQ(half_from_float(0x1.000002p-25f), 0x0001);
  EXPECT_EQ(half_from_float(65519.99f), 0x7bff);
  EXPECT_EQ(half_from_float(65520), 0x7c00);  // half-way to 2^16: infinity
  EXPECT_EQ(half_from_float(1e30f), 0x7c00);
  EXPECT_EQ(half_from_float(-std::numeric_limits<float>::infinity()), 0xfc00);
}

TEST(Half, TiesGoToTheEvenFraction) {
  EXPECT_EQ(half_from_float(1 + 0x1p-11f), 0x3c00);
  EXPECT_EQ(half_from_float(1 + 3 * 0x1p-11f), 0x3c02);
  EXPECT_EQ(half_from_float(1 + 0x1.01p-11f), 0x3c01);
}

TEST(Half, EveryPatternSurvivesWideningAndNarrowing) {
  for (uint32_t bits = 0; bits <= 0xffff; ++bits) {
    const uint16_t half = static_cast<uint16_t>(bits);
    ASSERT_EQ(half_from_float(float_from_half(half)), half) << bits;
    ASSERT_EQ(bfloat_from_float(float_from_bfloat(half)), half) << bits;
  }
}

TEST(Half, WideningIsExact) {
  EXPECT_EQ(float_from_half(0x3555), 0x1.554p-2f);
  EXPECT_EQ(float_from_half(0x83ff), -1023 * 0x1p-24f);
  EXPECT_TRUE(std::isnan(float_from_half(0x7e00)));
  EXPECT_TRUE(std::isnan(float_from_half(half_from_float(std::numeric_limits<float>::quiet_NaN()))));
}

TEST(Bfloat, IsTheUpperHalfOfAFloatRounded) {
  EXPECT_EQ(bfloat_from_float(1), 0x3f80);
  EXPECT_EQ(bfloat_from_float(1 + 0x1p-8f), 0x3f80);      // tie to even
  EXPECT_EQ(bfloat_from_float(1 + 3 * 0x1p-8f), 0x3f82);  // tie to even
  EXPECT_EQ(bfloat_from_float(std::numeric_limits<float>::max()), 0x7f80);
  EXPECT_TRUE(std::isnan(float_from_bfloat(bfloat_from_float(std::numeric_limits<float>::quiet_NaN()))));
}

}  // namespace
}  // namespace thimble
