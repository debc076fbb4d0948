#include "plot/image_grid.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "plot/markup.h"
#include "plot/xml_checker.h"

namespace thimble {
namespace {

const std::vector<uint8_t> kPixels = {0, 50, 100, 255};

TEST(ImageGrid, HasAPictureAndItsCaptionATile) {
  const std::string svg =
      image_grid({{kPixels, "Shirt\n93%"}, {kPixels, "Bag"}, {kPixels, ""}}, 2, 2, 2, 10, "Samples");
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(occurrences(svg, "<image"), 3);
  EXPECT_NE(svg.find(">Shirt</text>"), std::string::npos);
  EXPECT_NE(svg.find(">93%</text>"), std::string::npos);
  EXPECT_NE(svg.find("Samples. 3 pictures"), std::string::npos);
}

TEST(ImageGrid, IsNegatedOnWhiteUnlessTold) {
  const std::vector<uint8_t> negative = {255, 205, 155, 0};
  const std::string as_is = base64(grey_png(kPixels, 2, 2)), negated = base64(grey_png(negative, 2, 2));
  EXPECT_NE(image_grid({{kPixels, ""}}, 2, 2, 1, 10, "").find(negated), std::string::npos);
  EXPECT_NE(image_grid({{kPixels, ""}}, 2, 2, 1, 10, "", false).find(as_is), std::string::npos);
}

TEST(ImageGrid, RightAndWrongDifferWithoutColour) {
  const std::string right = image_grid({{kPixels, "a", Mark::right}}, 2, 2, 1, 10, "");
  const std::string wrong = image_grid({{kPixels, "a", Mark::wrong}}, 2, 2, 1, 10, "");
  EXPECT_EQ(occurrences(right, "stroke-dasharray"), 0);
  EXPECT_EQ(occurrences(right, "<polyline"), 1) << "a tick";
  EXPECT_NE(right.find("<title>right: a</title>"), std::string::npos);
  EXPECT_EQ(occurrences(wrong, "stroke-dasharray"), 1);
  EXPECT_EQ(occurrences(wrong, "<line"), 2) << "a cross";
  EXPECT_NE(wrong.find("<title>wrong: a</title>"), std::string::npos);
}

TEST(ImageGrid, EscapesCaptionsAndTakesNoTiles) {
  EXPECT_EQ(xml_error(image_grid({{kPixels, "<&>\nsecond \"line\""}}, 2, 2, 3, 4, "a < b")), "");
  EXPECT_EQ(xml_error(image_grid({}, 28, 28, 5, 3, "none")), "");
}

TEST(ImageGrid, RefusesTilesOfAnotherSize) {
  EXPECT_THROW(image_grid({{kPixels, ""}}, 3, 2, 1, 10, ""), Error);
  EXPECT_THROW(image_grid({{kPixels, ""}}, 2, 2, 0, 10, ""), Error);
}

}  // namespace
}  // namespace thimble
