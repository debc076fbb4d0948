#include "app/occlusion.h"

#include <gtest/gtest.h>

#include "support/eye.h"

namespace thimble {
namespace {

TEST(Occlusion, OnlyWhatCoversThePixelTakesFromTheAnswer) {
  Eye eye(10 * 28 + 14);
  const std::vector<uint8_t> white(784, 255);
  const std::vector<float> drops = occlusion(eye, eye.input(), white, 1);
  EXPECT_EQ(eye.asked, 1);
  EXPECT_FLOAT_EQ(drops[10 * 28 + 14], 1);  // every square that covers it blinds the eye
  EXPECT_GT(drops[11 * 28 + 13], 0);        // some of those do
  EXPECT_LT(drops[11 * 28 + 13], 1);
  for (int i = 0; i < 784; ++i) {
    const int x = i % 28, y = i / 28;
    const bool near = x >= 11 && x <= 17 && y >= 7 && y <= 13;
    EXPECT_TRUE(near || drops[static_cast<size_t>(i)] == 0) << x << ", " << y;
  }
}

TEST(Occlusion, WhatSpeaksAgainstTheClassIsBelowZero) {
  Eye eye(10 * 28 + 14);
  EXPECT_FLOAT_EQ(occlusion(eye, eye.input(), std::vector<uint8_t>(784, 255), 0)[10 * 28 + 14], -1);
}

TEST(Occlusion, BlackGroundSaysNothing) {
  Eye eye(10 * 28 + 14);
  for (const float d : occlusion(eye, eye.input(), std::vector<uint8_t>(784), 1)) EXPECT_EQ(d, 0);
}

}  // namespace
}  // namespace thimble
