#include "app/drawing.h"

#include <algorithm>
#include <cmath>

#include "support/throws.h"

namespace thimble {
namespace {

int at(const Drawing& d, int x, int y) { return d.sheet().pixels[static_cast<size_t>(y * d.sheet().width + x)]; }

double ink(const Drawing& d) {
  double sum = 0;
  for (uint8_t p : d.sheet().pixels) sum += (255 - p) / 255.0;
  return sum;
}

TEST(Drawing, ADotIsADiscOfThePensWidth) {
  Drawing d(60);
  d.press(30, 30, 20, 0);
  EXPECT_EQ(at(d, 30, 30), 0);
  EXPECT_EQ(at(d, 30, 21), 0);
  EXPECT_EQ(at(d, 30, 18), 255);
  EXPECT_NEAR(ink(d), std::acos(-1.0) * 100, 4);  // pi r^2
}

TEST(Drawing, ALineCoversItsLengthTimesItsWidthAndTwoHalfDiscs) {
  Drawing d(100);
  d.press(20, 50, 8, 0);
  for (float x = 21; x <= 80; x += 1) d.drag(x, 50);
  EXPECT_NEAR(ink(d), 60 * 8 + std::acos(-1.0) * 16, 4);
}

// However many points it has: joints are no darker than the rest.
TEST(Drawing, TheSameLineInManyPartsIsTheSameLine) {
  Drawing once(80), often(80);
  once.press(10, 20.5f, 5, 40);
  once.drag(70, 20.5f);
  often.press(10, 20.5f, 5, 40);
  for (int x = 11; x <= 70; ++x) often.drag(static_cast<float>(x), 20.5f);
  EXPECT_EQ(once.sheet().pixels, often.sheet().pixels);
}

TEST(Drawing, UndoAndRedoGoThroughTheSameSheets) {
  Drawing d(40);
  std::vector<std::vector<uint8_t>> sheets{d.sheet().pixels};
  d.press(5, 5, 4, 0);
  d.drag(30, 30);
  sheets.push_back(d.sheet().pixels);
  d.press(30, 5, 6, 128);
  sheets.push_back(d.sheet().pixels);
  d.fill(35, 2, 200);
  sheets.push_back(d.sheet().pixels);
  d.clear();
  sheets.push_back(d.sheet().pixels);
  EXPECT_EQ(sheets[0], sheets[4]);
  for (int i = 3; i >= 0; --i) {
    ASSERT_TRUE(d.undo());
    EXPECT_EQ(d.sheet().pixels, sheets[static_cast<size_t>(i)]) << i;
  }
  EXPECT_FALSE(d.undo());
  for (int i = 1; i <= 4; ++i) {
    ASSERT_TRUE(d.redo());
    EXPECT_EQ(d.sheet().pixels, sheets[static_cast<size_t>(i)]) << i;
  }
  EXPECT_FALSE(d.redo());
}

TEST(Drawing, ANewActForgetsWhatWasTakenBack) {
  Drawing d(40);
  d.press(5, 5, 4, 0);
  d.undo();
  d.press(20, 20, 4, 0);
  EXPECT_FALSE(d.redo());
  EXPECT_EQ(at(d, 5, 5), 255);
  EXPECT_EQ(at(d, 20, 20), 0);
}

TEST(Drawing, TheBucketFillsUpToTheLineAndItsSmoothEdge) {
  Drawing d(60);
  d.press(10, 10, 4, 0);
  for (const auto& corner : {std::pair{50.f, 10.f}, {50.f, 50.f}, {10.f, 50.f}, {10.f, 10.f}})
    d.drag(corner.first, corner.second);
  d.fill(30, 30, 100);
  EXPECT_EQ(at(d, 30, 30), 100);
  EXPECT_EQ(at(d, 10, 30), 0);                                      // the line
  EXPECT_EQ(at(d, 55, 55), 255);                                    // outside
  for (int x = 9; x <= 51; ++x) EXPECT_LE(at(d, x, 30), 100) << x;  // nothing light is left between line and area
}

TEST(Drawing, WhatLiesOutsideIsNotSeenAndHarmsNothing) {
  Drawing d(30);
  const auto blank = d.sheet().pixels;
  d.press(-500, 1e9f, 10, 0);
  d.drag(-600, -1e9f);
  d.fill(-1, 5, 0);
  d.fill(30, 5, 0);
  EXPECT_EQ(d.sheet().pixels, blank);
  d.drag(5, 5);  // the last act is no line: nothing
  EXPECT_EQ(d.sheet().pixels, blank);
}

TEST(Drawing, IsEmptyBeforeTheFirstActAndAfterClear) {
  Drawing d(30);
  EXPECT_TRUE(d.empty());
  d.press(5, 5, 3, 0);
  EXPECT_FALSE(d.empty());
  d.clear();
  EXPECT_TRUE(d.empty());
  d.undo();
  EXPECT_FALSE(d.empty());
  EXPECT_ERROR(Drawing(0), usage, "expected a side of 1 to 1500 pixels, got 0");
}

Drawing some_acts() {
  Drawing d;
  d.press(20.3f, 30, 13.7f, 40);
  for (int i = 0; i < 50; ++i) d.drag(20.3f + 2.13f * static_cast<float>(i), 30 + 3.3f * static_cast<float>(i));
  d.drag(300, -20);  // far, and outside
  d.fill(200, 10, 99);
  d.press(5, 270, 60, 255);
  return d;
}

TEST(Drawing, ItsTextPaintsTheSameSheet) {
  Drawing again;
  again.press(50, 50, 30, 0);  // forgotten
  again.read(some_acts().text());
  EXPECT_EQ(again.sheet().pixels, some_acts().sheet().pixels);
  EXPECT_EQ(again.text(), some_acts().text());
  EXPECT_TRUE(again.undo());
  EXPECT_FALSE(again.redo() && again.redo());
}

TEST(Drawing, APointOfALineIsTwoLetters) {
  Drawing d;
  d.press(100, 100, 10, 0);
  const size_t one = d.text().size();
  d.drag(115.5f, 84.5f);
  EXPECT_EQ(d.text().size(), one + 2);
  d.drag(131.5f, 84.5f);  // 32 half pixels: three letters
  EXPECT_EQ(d.text().size(), one + 6);
}

TEST(Drawing, TheTextHasNothingThatWasTakenBackOrCleared) {
  Drawing d = some_acts();
  d.clear();
  EXPECT_EQ(d.text(), "");
  d.undo();
  EXPECT_EQ(d.text(), some_acts().text());
  while (d.undo()) continue;
  EXPECT_EQ(d.text(), "");
}

TEST(Drawing, WhatNoDrawingWroteIsRefusedAndChangesNothing) {
  const std::string good = some_acts().text();
  Drawing d = some_acts();
  for (const std::string& bad : {good.substr(0, 9), good.substr(0, good.size() - 1), "x" + good, "l" + good,
                                 std::string("f___"), std::string("lAUAAAAAA"), good + "?"}) {
    EXPECT_ERROR(d.read(bad), data, "drawing: expected what a drawing writes");
    EXPECT_EQ(d.text(), good) << bad;
  }
}

}  // namespace
}  // namespace thimble
