#include "app/conversion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "support/throws.h"

namespace thimble {
namespace {

using Bytes = std::vector<uint8_t>;
constexpr int kWidth = 120, kHeight = 80;

void paint(Picture& p, int left, int top, int right, int bottom, uint8_t value) {
  for (int y = top; y < bottom; ++y) std::fill_n(p.pixels.begin() + y * p.width + left, right - left, value);
}

Picture paper(uint8_t value) { return {kWidth, kHeight, 1, Bytes(kWidth * kHeight, value)}; }

Picture two_patches() {  // a tall one to the left, a small one to the right
  Picture p = paper(250);
  paint(p, 20, 10, 50, 70, 60);
  paint(p, 90, 30, 100, 40, 160);
  return p;
}

Bytes seen(const Picture& p, const Conversion& c, ConversionSteps* steps = nullptr) {
  return garment(p, c, 28, 28, steps);
}

int sum(const Bytes& b) { return std::accumulate(b.begin(), b.end(), 0); }

TEST(Conversion, AskingForNothingIsGarment) { EXPECT_EQ(seen(two_patches(), {}), garment(two_patches())); }

TEST(Conversion, TheCropBoxHidesWhatLiesOutside) {
  Conversion left;
  left.crop = {0, 0, .6f, 1};
  Picture alone = paper(250);
  paint(alone, 20, 10, 50, 70, 60);
  EXPECT_EQ(seen(two_patches(), left), garment(alone));  // 30 x 60, to 14 x 28, wherever it lies
  Conversion right;
  right.crop = {.6f, 0, 1, 1};
  EXPECT_EQ(seen(two_patches(), right), Bytes(784, 95));  // a square, fills all; 255 - 160
}

TEST(Conversion, NegationCanBeAskedForEitherWay) {
  Conversion c;
  c.negate = Conversion::Negate::no;
  c.crop = {.6f, 0, 1, 1};
  EXPECT_EQ(seen(two_patches(), c), Bytes(784, 160));
  c.negate = Conversion::Negate::yes;
  EXPECT_EQ(seen(two_patches(), c), Bytes(784, 95));
}

TEST(Conversion, AnOwnPictureOfTheDataSetIsConvertedWhenSomethingIsAskedFor) {
  Picture p{28, 28, 1, Bytes(784)};
  paint(p, 8, 8, 20, 20, 100);
  EXPECT_EQ(seen(p, {}), p.pixels);
  Conversion negated;
  negated.negate = Conversion::Negate::yes;
  EXPECT_EQ(seen(p, negated), Bytes(784, 155));
}

TEST(Conversion, AThresholdLeavesOutWhatIsFainter) {
  Conversion c;
  c.threshold = 150;  // the ground's 250 less 60 is 190; less 160 only 90, a little of which is still half of 150
  ConversionSteps steps;
  const Bytes strict = seen(two_patches(), c, &steps);
  EXPECT_FLOAT_EQ(steps.threshold, 150);
  EXPECT_LT(sum(strict), sum(seen(two_patches(), {})));
  c.threshold = 250;
  EXPECT_LT(sum(seen(two_patches(), c)), sum(strict));
}

TEST(Conversion, FillingCanBeLeftOut) {
  Picture ring = paper(250);
  paint(ring, 20, 10, 80, 70, 60);
  paint(ring, 30, 20, 70, 60, 245);  // enclosed, and not quite the ground
  Conversion hollow;
  hollow.fill = false;
  EXPECT_GT(seen(ring, {})[14 * 28 + 14], 5);
  EXPECT_EQ(seen(ring, hollow)[14 * 28 + 14], 0);
}

TEST(Conversion, SharpeningCanBeLeftOut) {
  Conversion soft;
  soft.sharpen = false;
  ConversionSteps steps;
  const Bytes plain = seen(two_patches(), soft, &steps);
  EXPECT_EQ(plain, steps.placed.pixels);
  const Bytes sharp = seen(two_patches(), {}, &steps);
  EXPECT_EQ(plain, steps.placed.pixels);
  EXPECT_NE(sharp, plain);
}

TEST(Conversion, TheStepsAreWhatTheyAreCalled) {
  ConversionSteps steps;
  seen(two_patches(), {}, &steps);
  EXPECT_TRUE(steps.negated);
  EXPECT_FALSE(steps.unchanged);
  ASSERT_EQ(steps.tone.width, kWidth);  // small enough to be shown as it is
  EXPECT_EQ(steps.tone.pixels[40 * kWidth + 30], 255 - 60);
  EXPECT_EQ(steps.tone.pixels[5 * kWidth + 5], 0);
  EXPECT_EQ(steps.difference.pixels[40 * kWidth + 30], 255);
  EXPECT_EQ(steps.difference.pixels[5 * kWidth + 5], 0);
  EXPECT_FLOAT_EQ(steps.box.left, 20 / 120.f);
  EXPECT_FLOAT_EQ(steps.box.right, 100 / 120.f);
  EXPECT_FLOAT_EQ(steps.box.top, 10 / 80.f);
  EXPECT_FLOAT_EQ(steps.box.bottom, 70 / 80.f);
}

TEST(Conversion, TheBoxIsOfTheWholePictureBehindACropToo) {
  Conversion c;
  c.crop = {.6f, .25f, 1, .75f};
  ConversionSteps steps;
  seen(two_patches(), c, &steps);
  EXPECT_FLOAT_EQ(steps.box.left, 90 / 120.f);
  EXPECT_FLOAT_EQ(steps.box.top, 30 / 80.f);
  EXPECT_EQ(steps.tone.width, 48);
}

TEST(Conversion, LargeStepsAreShownSmall) {
  Picture p{1000, 500, 1, Bytes(500'000, 255)};
  paint(p, 400, 100, 600, 400, 0);
  ConversionSteps steps;
  seen(p, {}, &steps);
  EXPECT_EQ(steps.tone.width, kStepSide);
  EXPECT_EQ(steps.tone.height, kStepSide / 2);
  EXPECT_EQ(steps.tone.pixels.size(), static_cast<size_t>(kStepSide * kStepSide / 2));
}

TEST(Conversion, WhatCannotBeAskedIsAUsageError) {
  Conversion c;
  c.crop = {.5f, 0, .5f, 1};
  EXPECT_ERROR(seen(paper(255), c), usage, "crop box within 0..1");
  c.crop = {0, 0, 1.1f, 1};
  EXPECT_ERROR(seen(paper(255), c), usage, "crop box within 0..1");
  c.crop = {};
  c.threshold = 256;
  EXPECT_ERROR(seen(paper(255), c), usage, "threshold of 0 to 255");
}

}  // namespace
}  // namespace thimble
