#include "plot/scatter.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "plot/xml_checker.h"

namespace thimble {
namespace {

// Class 0 on the left, 1 on the right, and a single cell of 2 in the upper left corner.
Regions halves() {
  Regions regions{100, 80, std::vector<int>(8000)};
  for (int row = 0; row < 80; ++row)
    for (int column = 50; column < 100; ++column) regions.classes[static_cast<size_t>(row * 100 + column)] = 1;
  regions.classes[0] = 2;
  return regions;
}

const std::vector<std::string> kNames = {"Shirt", "Bag", "<Boot>"};

TEST(Scatter, DrawsEveryPointThatLiesInside) {
  const ScatterOptions options{.x_low = 0, .x_high = 2, .y_low = 0, .y_high = 1};
  const std::string svg = scatter({{0.5, 0.5, 0}, {1.5, 0.5, 1}, {3, 0.5, 0}, {1, -0.1, 2}}, kNames, {}, options);
  EXPECT_EQ(xml_error(svg), "");
  // A class has the marker of the legend besides: one circle for Shirt, one square for Bag.
  EXPECT_EQ(occurrences(svg, "<circle"), 2);
  EXPECT_EQ(occurrences(svg, "<polygon"), 3) << "two squares, and the triangle of the legend alone";
  EXPECT_NE(svg.find("4 points of 3 classes"), std::string::npos);
}

TEST(Scatter, TellsTwentyClassesApartByMarkerAndColourTogether) {
  for (int i = 0; i < 20; ++i)
    for (int j = 0; j < i; ++j) {
      EXPECT_FALSE(class_marker(i) == class_marker(j) && class_ink(i) == class_ink(j)) << i << " and " << j;
      EXPECT_EQ(class_ink(i) == class_ink(j), (i - j) % 10 == 0) << "ten colours";
    }
}

TEST(Scatter, WritesTheNamesOfRegionsThatHaveRoom) {
  const std::string svg = scatter({}, kNames, halves(), {});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(occurrences(svg, ">Shirt</text>"), 2) << "in the legend and in its region";
  EXPECT_EQ(occurrences(svg, ">Bag</text>"), 2);
  EXPECT_EQ(occurrences(svg, "&lt;Boot&gt;</text>"), 1) << "a single cell has no room";
  EXPECT_EQ(occurrences(svg, "<path"), 4) << "three classes, and the borders";
}

TEST(Scatter, AsksInTheMiddleOfEachCellFromTheTop) {
  const ScatterOptions options{.x_low = -1, .x_high = 3, .y_low = 10, .y_high = 20};
  const Point first = cell_middle(options, 4, 5, 0, 0), last = cell_middle(options, 4, 5, 3, 4);
  EXPECT_DOUBLE_EQ(first.x, -0.5);
  EXPECT_DOUBLE_EQ(first.y, 19);
  EXPECT_DOUBLE_EQ(last.x, 2.5);
  EXPECT_DOUBLE_EQ(last.y, 11);
}

TEST(Scatter, RefusesLabelsWithoutName) {
  EXPECT_THROW(scatter({{0, 0, 3}}, kNames, {}, {}), Error);
  EXPECT_THROW(scatter({{0, 0, -1}}, kNames, {}, {}), Error);
}

TEST(Regions, TheDeepestCellIsFarthestFromTheBorder) {
  Regions regions{7, 5, std::vector<int>(35, 1)};
  const std::vector<Deepest> one = deepest_cells(regions, 3);
  EXPECT_EQ(one[0].depth, 0);
  EXPECT_EQ(one[0].column, -1);
  EXPECT_EQ(one[1].depth, 3) << "the middle of five rows";
  EXPECT_EQ(one[1].row, 2);
  for (int row = 0; row < 5; ++row) regions.classes[static_cast<size_t>(row * 7 + 2)] = 0;
  const std::vector<Deepest> two = deepest_cells(regions, 3);
  EXPECT_EQ(two[0].depth, 1);
  EXPECT_EQ(two[1].depth, 2);
  EXPECT_GT(two[1].column, 2);
}

}  // namespace
}  // namespace thimble
