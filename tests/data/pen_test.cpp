#include "data/pen.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/augment.h"

namespace thimble {
namespace {

using Picture28 = std::vector<float>;

float& at(Picture28& x, int row, int column) { return x[static_cast<size_t>(row * 28 + column)]; }

// A block of one tone: rows [top, bottom), columns [left, right).
void paint(Picture28& x, int top, int bottom, int left, int right, float tone) {
  for (int i = top; i < bottom; ++i)
    for (int j = left; j < right; ++j) at(x, i, j) = tone;
}
Picture28 block(int top, int bottom, int left, int right, float tone = 1) {
  Picture28 x(784);
  paint(x, top, bottom, left, right, tone);
  return x;
}
Picture28 drawn(Picture28 x, const Strokes& strokes) {
  draw(strokes, 28, 28, x);
  return x;
}
float row_sum(Picture28& x, int row) { return std::accumulate(&at(x, row, 0), &at(x, row, 0) + 28, 0.0f); }

Strokes bucket(std::array<float, 3> greys, int parts) {
  Strokes s;
  s.pen = false;
  s.greys = greys;
  s.parts = parts;
  return s;
}

TEST(Pen, ASquareBecomesItsRimAndFillsTheFrame) {
  float before = 0;
  for (const float width : {0.3f, 0.6f, 0.9f}) {
    Strokes s;
    s.width = width;
    Picture28 x = drawn(block(3, 15, 10, 22), s);
    for (int i = 4; i < 24; ++i)
      for (int j = 4; j < 24; ++j) ASSERT_EQ(at(x, i, j), 0) << "inside";
    for (int k = 4; k < 24; ++k) {
      EXPECT_GT(at(x, k, 0) + at(x, k, 1), 0.2f * width) << "left";
      EXPECT_GT(at(x, 27, k) + at(x, 26, k), 0.2f * width) << "below";
    }
    const float ink = row_sum(x, 14);  // two lines as wide as the pen, and what sharpening adds
    EXPECT_GT(ink, 1.8f * width);
    EXPECT_LT(ink, 2.8f * width);
    EXPECT_GT(ink, before);
    before = ink;
  }
}

TEST(Pen, TheProportionsStayUnlessTheyAreDrawnWrong) {
  const auto columns = [](Picture28 x) {
    int used = 0;
    for (int j = 0; j < 28; ++j) used += at(x, 14, j) > 0.5f;
    return used;
  };
  Strokes s = bucket({1, 1, 1}, 1);
  EXPECT_EQ(columns(drawn(block(4, 24, 9, 19), s)), 14);  // 20 x 10 becomes 28 x 14
  s.tall = 0.75f;
  EXPECT_NEAR(columns(drawn(block(4, 24, 9, 19), s)), 28 / (20 * 0.75) * 10, 1);
  Picture28 wide = drawn(block(9, 19, 4, 24), s);
  int rows = 0;
  for (int i = 0; i < 28; ++i) rows += at(wide, i, 14) > 0.5f;
  EXPECT_NEAR(rows, 28 / 20.0 * 0.75 * 10, 1);
}

TEST(Pen, AStrongEdgeWithinIsDrawnIfSoWanted) {
  Picture28 x = block(4, 24, 4, 24, 0.4f);
  paint(x, 14, 24, 4, 24, 1);  // dark below
  Strokes s;
  s.width = 1;
  s.inner = 2;
  Picture28 without = drawn(x, s);
  s.inner = 0.15f;
  Picture28 with = drawn(x, s);
  for (int j = 6; j < 22; ++j) {
    EXPECT_EQ(at(without, 13, j) + at(without, 14, j), 0);
    EXPECT_GT(at(with, 13, j) + at(with, 14, j), 0.8f);
    EXPECT_EQ(at(with, 10, j) + at(with, 18, j), 0) << "a line, no area";
  }
}

TEST(Pen, TheBucketFillsTheSilhouetteWithItsGreys) {
  Picture28 x = block(4, 24, 4, 24, 0.4f);
  paint(x, 14, 24, 4, 24, 1);
  Picture28 one = drawn(x, bucket({0.5f, 1, 1}, 1)), two = drawn(x, bucket({0.3f, 0.8f, 1}, 2));
  EXPECT_NEAR(at(one, 7, 14), 0.5f, 1e-5);
  EXPECT_NEAR(at(one, 21, 14), 0.5f, 1e-5);
  EXPECT_NEAR(at(two, 7, 14), 0.3f, 1e-5);
  EXPECT_NEAR(at(two, 21, 14), 0.8f, 1e-5);
  Picture28 narrow = drawn(block(0, 28, 10, 18), bucket({0.5f, 1, 1}, 1));
  EXPECT_EQ(at(narrow, 14, 5), 0) << "outside";
  EXPECT_GT(*std::max_element(narrow.begin(), narrow.end()), 0.52f) << "sharpened at the rim";
}

TEST(Pen, InkIsAsDarkAsThePicturesDarkestPlace) {
  Strokes s;
  s.width = 1.1f;
  Picture28 bytes = drawn(block(3, 15, 10, 22, 200), s), ones = drawn(block(3, 15, 10, 22), s);
  for (size_t k = 0; k < 784; ++k) ASSERT_NEAR(bytes[k], 200 * ones[k], 1e-3);
  EXPECT_LE(*std::max_element(bytes.begin(), bytes.end()), 200);
}

TEST(Pen, AnUnsteadyHandMovesLinesAndKeepsThem) {
  Strokes s;
  const Picture28 x = block(3, 25, 3, 25);
  Picture28 steady = drawn(x, s);
  for (size_t k = 0; k < s.wobble.size(); ++k) s.wobble[k] = k % 3 == 0 ? 0.8f : -0.5f;
  Picture28 unsteady = drawn(x, s);
  EXPECT_NE(unsteady, steady);
  for (int i = 6; i < 22; ++i) EXPECT_NEAR(row_sum(unsteady, i), row_sum(steady, i), 0.5f * row_sum(steady, i));
}

TEST(Pen, NothingStaysNothing) {
  EXPECT_EQ(drawn(Picture28(784), Strokes()), Picture28(784));
  Strokes s;
  Picture28 dot(784), one{0.7f};
  at(dot, 0, 27) = 1;
  EXPECT_EQ(drawn(dot, s).size(), 784u);  // a garment of one pixel, in the corner
  draw(s, 1, 1, one);
  EXPECT_TRUE(std::isfinite(one[0]));
}

TEST(Pen, AugmentDrawsTheShareThatItsWordsSay) {
  const Picture28 x = block(3, 25, 3, 25);
  int lines = 0, areas = 0;
  for (int n = 0; n < 400; ++n) {
    Picture28 y = x;
    augment(parse_augment("outline 0.3, fill 0.2"), Key(1, Purpose::augment), n, Shape({1, 28, 28}), y);
    if (y == x) continue;
    ++(at(y, 14, 14) == 0 ? lines : areas);
  }
  EXPECT_NEAR(lines, 120, 37);  // four standard deviations
  EXPECT_NEAR(areas, 80, 32);
}

}  // namespace
}  // namespace thimble
