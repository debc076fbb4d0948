#include "app/fool_brush.h"

#include <gtest/gtest.h>

#include "support/eye.h"

namespace thimble {
namespace {

constexpr size_t kSeen = 10 * 28 + 14;
const std::vector<uint8_t> grey(784, 100);

TEST(FoolBrush, MovesOnlyThePixelsThatCountAndAgainstTheClass) {
  Eye eye(kSeen);
  for (const int c : {0, 1}) {
    std::vector<uint8_t> expected = grey;
    expected[kSeen] = static_cast<uint8_t>(c == 1 ? 100 - kPush : 100 + kPush);
    EXPECT_EQ(painted_against(eye, eye.input(), grey, c, 13, 11), expected) << c;
  }
  EXPECT_EQ(eye.asked, 2);  // all its questions at once
}

TEST(FoolBrush, ReachesTwoPixelsAndNotBeyond) {
  Eye eye(kSeen);
  EXPECT_NE(painted_against(eye, eye.input(), grey, 1, 16, 10), grey);
  EXPECT_EQ(painted_against(eye, eye.input(), grey, 1, 16, 11), grey);  // a corner of the square, not of the disc
  EXPECT_EQ(painted_against(eye, eye.input(), grey, 1, 17, 10), grey);
}

TEST(FoolBrush, StaysWithinTheGreysAndThePicture) {
  Eye eye(27);
  std::vector<uint8_t> dark(784);
  EXPECT_EQ(painted_against(eye, eye.input(), dark, 1, 27, 0), dark);
  dark[27] = 5;
  EXPECT_EQ(painted_against(eye, eye.input(), dark, 1, 28, -1)[27], 0);
  EXPECT_EQ(painted_against(eye, eye.input(), dark, 1, 60, 60), dark);
}

}  // namespace
}  // namespace thimble
