#include "plot/heatmap.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "plot/xml_checker.h"

namespace thimble {
namespace {

TEST(Heatmap, SaysCountsAndSharesOfTheRow) {
  const std::string svg = heatmap({{30, 10}, {0, 1234}}, {"Shirt", "Bag"}, {.title = "Confusion"});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_NE(svg.find(">30</text>"), std::string::npos);
  EXPECT_NE(svg.find(">75.0%</text>"), std::string::npos);
  EXPECT_NE(svg.find(">25.0%</text>"), std::string::npos);
  EXPECT_NE(svg.find(">1,234</text>"), std::string::npos);
  EXPECT_NE(svg.find("true Shirt, predicted Bag: 10 (25.0%)"), std::string::npos);
  EXPECT_NE(svg.find("1,264 of 1,274 on the diagonal"), std::string::npos);
}

TEST(Heatmap, WordsAreWhiteOnStrongCellsOnly) {
  const auto white = [](const std::string& svg) { return occurrences(svg, "class=\"t-white\""); };
  EXPECT_EQ(white(heatmap({{9, 1}, {8, 2}}, {"a", "b"}, {})), 2) << "count and share of the 90 % cell";
  EXPECT_EQ(white(heatmap({{2, 8}, {8, 2}}, {"a", "b"}, {})), 0) << "mistakes stay pale";
}

TEST(Heatmap, MistakesAreStrongestWhereTheLargestShareGoes) {
  const std::string svg = heatmap({{96, 4, 0}, {1, 99, 0}, {0, 0, 100}}, {"a", "b", "c"}, {});
  EXPECT_NE(svg.find("class=\"t-bad\" fill=\"currentColor\" fill-opacity=\"0.6\""), std::string::npos);
  EXPECT_NE(svg.find("class=\"t-bad\" fill=\"currentColor\" fill-opacity=\"0.3\""), std::string::npos) << "sqrt(1/4)";
}

TEST(Heatmap, PercentagesMayBeLeftOut) {
  const std::string svg = heatmap({{3, 1}, {0, 4}}, {"a", "b"}, {.percentages = false});
  EXPECT_EQ(svg.find("%</text>"), std::string::npos);
}

TEST(Heatmap, EmptyRowsAndNoRowsAreDrawn) {
  EXPECT_EQ(xml_error(heatmap({{0, 0}, {0, 0}}, {"a", "b"}, {})), "");
  EXPECT_EQ(xml_error(heatmap({}, {}, {.title = "nothing"})), "");
}

TEST(Heatmap, LongNamesLean) {
  const std::string svg = heatmap({{1}}, {"a very long name of a class <b>"}, {});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_NE(svg.find("rotate(-36"), std::string::npos);
}

TEST(Heatmap, RefusesWhatIsNoConfusionMatrix) {
  EXPECT_THROW(heatmap({{1, 2}}, {"a"}, {}), Error);
  EXPECT_THROW(heatmap({{1}}, {"a", "b"}, {}), Error);
  EXPECT_THROW(heatmap({{-1}}, {"a"}, {}), Error);
}

}  // namespace
}  // namespace thimble
