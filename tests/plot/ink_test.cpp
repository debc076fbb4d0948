#include "plot/ink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace thimble {
namespace {

// Relative luminance and contrast of WCAG 2.1.
double luminance(const std::string& hex) {
  double sum = 0;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (size_t i = 0; i < 3; ++i) {
    const double v = std::stoi(hex.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
    sum += weights[i] * (v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
  }
  return sum;
}
double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

TEST(Ink, SeriesStandOutOnEitherPaper) {
  for (int i = 0; i < 8; ++i) {
    const InkColour& c = ink_colour(series_ink(i));
    EXPECT_GE(contrast(c.light, ink_colour(Ink::paper).light), 3) << c.name;
    EXPECT_GE(contrast(c.dark, ink_colour(Ink::paper).dark), 3) << c.name;
  }
}

TEST(Ink, WordsAreReadableOnEitherPaper) {
  for (const Ink ink : {Ink::text, Ink::soft, Ink::good, Ink::bad}) {
    const InkColour& c = ink_colour(ink);
    EXPECT_GE(contrast(c.light, ink_colour(Ink::paper).light), 4.5) << c.name;
    EXPECT_GE(contrast(c.dark, ink_colour(Ink::paper).dark), 4.5) << c.name;
  }
  EXPECT_GE(contrast("#ffffff", ink_colour(Ink::heat).light), 4.5);
  EXPECT_GE(contrast("#ffffff", ink_colour(Ink::heat).dark), 4.5);
}

TEST(Ink, SeriesDifferWithoutColourToo) {
  std::set<std::string> dashes, pairs;
  for (int i = 0; i < 8; ++i) dashes.insert(series_dash(i));
  EXPECT_EQ(dashes.size(), 8u);
  EXPECT_NE(series_marker(0), series_marker(1));
  EXPECT_EQ(series_ink(8), series_ink(0));
}

}  // namespace
}  // namespace thimble
