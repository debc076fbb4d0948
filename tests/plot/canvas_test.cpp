#include "plot/canvas.h"

#include <gtest/gtest.h>

#include "plot/xml_checker.h"

namespace thimble {
namespace {

TEST(XmlChecker, FindsWhatIsWrong) {
  EXPECT_EQ(xml_error("<a x=\"1\"><b/>words &amp; more</a>\n"), "");
  EXPECT_NE(xml_error("<a><b></a></b>"), "");
  EXPECT_NE(xml_error("<a>"), "");
  EXPECT_NE(xml_error("<a>&nbsp;</a>"), "");
  EXPECT_NE(xml_error("<a x=\"<\"/>"), "");
  EXPECT_NE(xml_error("<a/><b/>"), "");
  EXPECT_NE(xml_error(""), "");
}

TEST(Canvas, EscapesEveryWordItIsGiven) {
  const std::string bad = "<a href=\"x\">&'\xFF";
  Canvas canvas(100, 50, bad);
  canvas.describe(bad);
  canvas.text({1, 2}, bad);
  canvas.circle({1, 2}, 3, {.fill = Ink::series0, .tip = bad});
  canvas.image({0, 0}, 5, 5, std::vector<uint8_t>{1, 2, 3}, bad);
  const std::string svg = canvas.svg();
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(svg.find("<a href"), std::string::npos);
}

TEST(Canvas, NamesOnlyTheInksThatAreUsed) {
  Canvas canvas(10, 10, "t");
  canvas.line({0, 0}, {1, 1}, {.stroke = Ink::series2});
  const std::string svg = canvas.svg();
  EXPECT_NE(svg.find(".t-s2{color:"), std::string::npos);
  EXPECT_EQ(svg.find(".t-s1{"), std::string::npos);
  EXPECT_NE(svg.find("prefers-color-scheme:dark"), std::string::npos);
}

TEST(Canvas, HasATextAlternative) {
  Canvas canvas(10, 10, "Loss");
  canvas.describe("from 1 to 0");
  EXPECT_NE(canvas.svg().find("role=\"img\" aria-label=\"Loss. from 1 to 0\""), std::string::npos);
}

TEST(Canvas, FillAndStrokeMayDiffer) {
  Canvas canvas(10, 10, "t");
  canvas.circle({1, 2}, 3, {.stroke = Ink::paper, .width = 1, .fill = Ink::good});
  const std::string svg = canvas.svg();
  EXPECT_NE(svg.find("<circle cx=\"1\" cy=\"2\" r=\"3\" class=\"t-paper t-good-fill\" stroke=\"currentColor\""),
            std::string::npos);
  EXPECT_NE(svg.find(".t-good-fill{fill:"), std::string::npos);
}

TEST(Canvas, LoadsNothingFromElsewhere) {
  Canvas canvas(10, 10, "t");
  canvas.image({0, 0}, 5, 5, std::vector<uint8_t>{1, 2, 3}, "alt", true);
  const std::string svg = canvas.svg();
  EXPECT_EQ(occurrences(svg, "http"), 1) << "the namespace only";
  EXPECT_NE(svg.find("href=\"data:image/png;base64,AQID\""), std::string::npos);
  EXPECT_NE(svg.find(".t-negate{filter:invert(1)}"), std::string::npos);
}

TEST(Canvas, BoxesThatTouchShareTheirRoundedEdge) {
  Canvas canvas(10, 10, "t");
  const Box boxes[] = {{{1, 0}, 2, 1.26}, {{1, 1.26}, 2, 1.26}};
  canvas.boxes(boxes, {.fill = Ink::good});
  const Point ends[] = {{0, 0}, {1, 2.26}, {3, 4}, {5, 6}};
  canvas.segments(ends, {.stroke = Ink::bad});
  const std::string svg = canvas.svg();
  EXPECT_NE(svg.find("d=\"M1 0H3V1.3H1ZM1 1.3H3V2.5H1Z\""), std::string::npos) << svg;
  EXPECT_NE(svg.find("d=\"M0 0L1 2.3M3 4L5 6\""), std::string::npos) << svg;
  EXPECT_EQ(xml_error(svg), "");
}

}  // namespace
}  // namespace thimble
