#include "plot/chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.h"
#include "plot/xml_checker.h"

namespace thimble {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
const double kNan = std::nan("");

Series line(const std::string& name, int n) {
  Series s{name, {}};
  for (int i = 0; i < n; ++i) s.points.push_back({i + 1.0, 1.0 / (i + 1)});
  return s;
}

int curves(const std::string& svg) { return occurrences(svg, "<polyline"); }
int tips(const std::string& svg) { return occurrences(svg, "<title>") - 1; }

TEST(LineChart, HasACurveAMarkerAPointAndALegendEntryASeries) {
  const std::string svg = line_chart({line("train", 10), line("validation", 10)}, {.title = "Loss"});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(curves(svg), 2);
  EXPECT_EQ(tips(svg), 20);
  EXPECT_EQ(occurrences(svg, ">train</text>"), 1);
  EXPECT_EQ(occurrences(svg, ">validation</text>"), 1);
  EXPECT_NE(svg.find("stroke-dasharray"), std::string::npos) << "the second series is dashed";
  EXPECT_NE(svg.find("train from 1 at 1 to 0.1 at 10. "), std::string::npos) << "said in words";
}

TEST(LineChart, PointsThatAreNotFiniteAreLeftOutAndInterruptTheCurve) {
  Series s = line("a", 9);
  s.points[3].y = kNan;
  s.points[6].y = kInf;
  s.points[8].x = -kInf;
  const std::string svg = line_chart({s}, {.title = "t"});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(curves(svg), 2) << "points 1-3, 5-6 (and 8 alone)";
  EXPECT_EQ(tips(svg), 6);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf"), std::string::npos);
}

TEST(LineChart, WithoutPointsItSaysSo) {
  for (const std::vector<Series>& none :
       {std::vector<Series>{}, std::vector<Series>{{"a", {}}}, std::vector<Series>{{"a", {{kNan, 1}}}}}) {
    for (const bool log_x : {false, true}) {
      const std::string svg = line_chart(none, {.title = "t", .log_x = log_x, .levels = {{0.5, "half"}}});
      EXPECT_EQ(xml_error(svg), "");
      EXPECT_NE(svg.find(">no data</text>"), std::string::npos);
      EXPECT_EQ(curves(svg), 0);
    }
  }
}

TEST(LineChart, OnePointIsAMarker) {
  for (const bool log_x : {false, true}) {
    const std::string svg = line_chart({{"a", {{3, 0.5}}}}, {.title = "t", .log_x = log_x});
    EXPECT_EQ(xml_error(svg), "");
    EXPECT_EQ(curves(svg), 0);
    EXPECT_EQ(tips(svg), 1);
    EXPECT_NE(svg.find("a, 3: 0.5"), std::string::npos);
  }
}

TEST(LineChart, AnEmptySeriesHasNoLegendEntry) {
  const std::string svg = line_chart({line("train", 3), {"validation", {}}}, {.title = "t"});
  EXPECT_EQ(svg.find("validation"), std::string::npos);
}

TEST(LineChart, CutsCurvesAtFixedEnds) {
  const std::string svg =
      line_chart({{"a", {{0, 0}, {1, 4}, {2, 0}}}}, {.title = "", .width = 200, .height = 300, .y_high = 2});
  EXPECT_EQ(curves(svg), 2) << "up and out, in and down";
  EXPECT_EQ(tips(svg), 2) << "the middle point is outside";
}

TEST(LineChart, AFallToInfinityKeepsTheFixedEnds) {
  const std::string svg =
      line_chart({{"a", {{0, -5}, {1, 5}}}}, {.title = "", .width = 200, .height = 300, .y_low = 0, .y_high = 2});
  EXPECT_EQ(curves(svg), 1);
  EXPECT_EQ(tips(svg), 0);
}

TEST(LineChart, LogarithmicAxisGivesEveryDecadeTheSameRoom) {
  const std::string svg =
      line_chart({{"", {{0.01, 1}, {0.1, 1}, {1, 1}, {-1, 1}, {0, 1}}}}, {.title = "", .width = 240, .log_x = true});
  const size_t at = svg.find("points=\"") + 8;
  double x[3] = {}, y = 0;
  ASSERT_EQ(std::sscanf(svg.c_str() + at, "%lf,%lf %lf,%lf %lf,%lf", &x[0], &y, &x[1], &y, &x[2], &y), 6);
  EXPECT_NEAR(x[1] - x[0], x[2] - x[1], 0.11);
  EXPECT_GT(x[1] - x[0], 50);
  EXPECT_EQ(tips(svg), 3) << "x <= 0 has no place";
}

TEST(LineChart, LevelsAreDrawnAndNamed) {
  const std::string svg = line_chart({line("ours", 5)}, {.title = "t", .levels = {{0.9, "reported <.9>"}}});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(occurrences(svg, ">reported &lt;.9&gt;</text>"), 1);
}

TEST(LineChart, ManyPointsHaveFewMarkers) {
  const std::string svg = line_chart({line("a", 1000)}, {.title = "t"});
  EXPECT_LE(tips(svg), 30);
  EXPECT_NE(svg.find("a, 1000: 0.001"), std::string::npos) << "the last one always";
}

TEST(BarChart, HasABarANumberUpFromZero) {
  const std::string svg =
      bar_chart({"Shirt", "Bag & co"}, {{"recall", {{0, 0.5}, {0, 1}}}, {"precision", {{0, kNan}, {0, 0.25}}}},
                {.title = "By class"});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(tips(svg), 3);
  EXPECT_NE(svg.find("Bag &amp; co, precision: 0.25"), std::string::npos);
  EXPECT_NE(svg.find(">0</text>"), std::string::npos);
}

TEST(BarChart, BelowZeroHangsFromZero) {
  const std::string svg = bar_chart({"a", "b"}, {{"", {{0, -1}, {0, 1}}}}, {.title = ""});
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(tips(svg), 2);
  EXPECT_EQ(svg.find("height=\"-"), std::string::npos);
}

TEST(BarChart, MayBeEmptyAndMustFit) {
  EXPECT_EQ(xml_error(bar_chart({}, {}, {.title = "t"})), "");
  EXPECT_EQ(xml_error(bar_chart({"a"}, {{"zero", {{0, 0}}}}, {.title = "t"})), "");
  EXPECT_THROW(bar_chart({"a", "b"}, {{"s", {{0, 1}}}}, {}), Error);
}

TEST(LineChart, NotesAreMarkedAndSpoken) {
  const std::vector<Point> curve = {{1, 20}, {10, 80}, {20, 100}};
  const std::string plain = line_chart({{"", curve}}, {}),
                    noted = line_chart({{"", curve}}, {.notes = {{{10, 80}, "10: 80 %"}, {{10, 500}, "off"}}});
  EXPECT_EQ(xml_error(noted), "");
  EXPECT_EQ(occurrences(noted, ">10: 80 %</text>"), 1);
  EXPECT_EQ(occurrences(noted, ">off</text>"), 0) << "outside of the chart";
  EXPECT_EQ(occurrences(noted, "<line"), occurrences(plain, "<line") + 1) << "down to the axis";
  EXPECT_NE(noted.find("10: 80 %. "), std::string::npos);
}

}  // namespace
}  // namespace thimble
