#include "plot/image_table.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "plot/xml_checker.h"

namespace thimble {
namespace {

const std::vector<uint8_t> kPixels = {0, 50, 100, 255};
const ImageTableOptions kSmall{.title = "Steps", .width = 2, .height = 2, .scale = 8};

TEST(ImageTable, EveryTileSaysItsRowAndItsColumn) {
  const std::string svg =
      image_table({"1", "2 & 3"},
                  {{"Shirt\nasked", {{kPixels, ""}, {kPixels, "0.5", Mark::wrong}}}, {"Bag", {{kPixels, ""}}}}, kSmall);
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(occurrences(svg, "<image"), 3);
  EXPECT_EQ(occurrences(svg, ">asked</text>"), 1);
  EXPECT_EQ(occurrences(svg, ">2 &amp; 3</text>"), 1) << "each head once";
  EXPECT_NE(svg.find("<title>Shirt asked, 1</title>"), std::string::npos);
  EXPECT_NE(svg.find("<title>wrong: Shirt asked, 2 &amp; 3, 0.5</title>"), std::string::npos);
  EXPECT_NE(svg.find("Steps. 3 pictures"), std::string::npos);
}

TEST(ImageTable, RefusesRowsThatAreTooLongAndOtherPixels) {
  EXPECT_THROW(image_table({"1"}, {{"a", {{kPixels, ""}, {kPixels, ""}}}}, kSmall), Error);
  EXPECT_THROW(image_table({"1"}, {{"a", {{std::span(kPixels).first(3), ""}}}}, kSmall), Error);
  EXPECT_EQ(xml_error(image_table({}, {}, kSmall)), "");
}

}  // namespace
}  // namespace thimble
