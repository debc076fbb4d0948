// The numbers that the chapter works by hand.
#include <gtest/gtest.h>

#include "app/conversion.h"
#include "app/drawing.h"
#include "app/ground.h"
#include "app/occlusion.h"
#include "support/eye.h"

namespace thimble {
namespace {

using Bytes = std::vector<uint8_t>;

void patch(Picture& p, int left, int top, int side, uint8_t value) {
  for (int y = top; y < top + side; ++y)
    for (int x = left; x < left + side; ++x) p.pixels[static_cast<size_t>(y * p.width + x)] = value;
}

// [line]
// tutorial 11 (11.2) and (11.3): the line lies at y = 3.5, its radius is 1.
TEST(Page, ALineTwoPixelsWideByHand) {
  for (const int ink : {0, 100}) {
    Drawing sheet(8);
    sheet.press(1, 3.5f, 2, static_cast<uint8_t>(ink));
    sheet.drag(6, 3.5f);
    const auto at = [&](int x, int y) { return sheet.sheet().pixels[static_cast<size_t>(8 * y + x)]; };
    EXPECT_EQ(at(3, 3), ink);                   // distance 0: covered
    EXPECT_EQ(at(3, 4), ink == 0 ? 127 : 177);  // distance 1: half of the paper, half of the ink
    EXPECT_EQ(at(3, 5), 255);                   // distance 2: paper
    EXPECT_EQ(at(7, 3), 255);                   // distance 1.5 from the end at x = 6
  }
}
// [end]

// [ground]
// tutorial 11 (11.4): of ten pixels of the border, two are garment. Their mean would be 172.
TEST(Page, AGarmentOnTheBorderDoesNotBendTheGround) {
  std::vector<BorderPixel> border;
  for (int i = 0; i < 10; ++i) {
    const float x = static_cast<float>(i) / 4.5f - 1, v = i < 8 ? 200.f : 60.f;
    border.push_back({x, i % 2 == 0 ? -1.f : 1.f, {v, v, v}});
  }
  EXPECT_NEAR(fit_ground(border).at(0, 0)[0], 200, 0.5);
}
// [end]

// [share]
// tutorial 11 (11.5): with the threshold 20, a difference of 15 is half garment.
TEST(Page, HalfGarmentByHand) {
  Picture p{40, 40, 1, Bytes(1600, 200)};
  patch(p, 10, 10, 20, 185);
  Conversion c;
  c.threshold = 20, c.sharpen = false, c.negate = Conversion::Negate::yes;
  EXPECT_EQ(garment(p, c, 28, 28)[14 * 28 + 14], 35);  // 1/2 (255 - 185)
  c.negate = Conversion::Negate::no;
  EXPECT_EQ(garment(p, c, 28, 28)[14 * 28 + 14], 93);  // 1/2 185, rounded
}
// [end]

// [mean]
// tutorial 11 (11.6): three pixels become two, of one and a half each.
TEST(Page, ThreePixelsBecomeTwoByHand) {
  Plane three(3, 1);
  three.values = {30, 60, 120};
  const Plane two = shrink(three, {0, 0, 3, 1}, 2, 1);
  EXPECT_FLOAT_EQ(two.at(0, 0), 40);   // (30 + 60 / 2) / 1.5
  EXPECT_FLOAT_EQ(two.at(1, 0), 100);  // (60 / 2 + 120) / 1.5
}
// [end]

// [sharp]
// tutorial 11 (11.7): one pixel of 190 among pixels of 100.
TEST(Page, SharpeningByHand) {
  Picture p{60, 60, 1, Bytes(3600, 0)};
  patch(p, 16, 16, 28, 100);
  patch(p, 30, 30, 1, 190);
  const Bytes out = garment(p);
  EXPECT_EQ(out[14 * 28 + 14], 210);  // 190 + 1/4 (190 - 110)
  EXPECT_EQ(out[14 * 28 + 15], 98);   // 100 + 1/4 (100 - 110), rounded
  EXPECT_EQ(out[14 * 28 + 20], 100);  // among equals nothing changes
}
// [end]

// [drop]
// tutorial 11 (11.8): four squares cover column 13 of row 11, and two of them also the only pixel that the eye sees.
TEST(Page, HalfOfTheSquaresBlindTheEye) {
  Eye eye(10 * 28 + 14);
  const std::vector<float> drops = occlusion(eye, eye.input(), Bytes(784, 255), 1);
  EXPECT_FLOAT_EQ(drops[10 * 28 + 14], 1);
  EXPECT_FLOAT_EQ(drops[11 * 28 + 13], 0.5f);
}
// [end]

}  // namespace
}  // namespace thimble
