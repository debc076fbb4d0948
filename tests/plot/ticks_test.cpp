#include "plot/ticks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace thimble {
namespace {

using testing::ElementsAre;

TEST(Ticks, AreMultiplesOfOneTwoOrFive) {
  EXPECT_THAT(linear_ticks(0.13, 0.47, 5).labels, ElementsAre("0.1", "0.2", "0.3", "0.4", "0.5"));
  EXPECT_THAT(linear_ticks(0, 10, 5).labels, ElementsAre("0", "2", "4", "6", "8", "10"));
  EXPECT_THAT(linear_ticks(0, 21, 5).labels, ElementsAre("0", "5", "10", "15", "20", "25"));
  EXPECT_THAT(linear_ticks(-0.03, 0.04, 5).labels, ElementsAre("-0.04", "-0.02", "0", "0.02", "0.04"));
  EXPECT_THAT(linear_ticks(0, 60000, 3).labels, ElementsAre("0", "20,000", "40,000", "60,000"));
}

TEST(Ticks, AreTheNearestDoubles) {
  const Ticks t = linear_ticks(0, 1, 10);
  EXPECT_THAT(t.at, ElementsAre(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1));
}

TEST(Ticks, RoundedEndsLieOutsideAndExactOnesStay) {
  const Ticks rounded = linear_ticks(0.7817, 0.9204, 5);
  EXPECT_EQ(rounded.low, 0.75);
  EXPECT_EQ(rounded.high, 0.95);
  const Ticks exact = linear_ticks(1, 10, 5, Ends::exact);
  EXPECT_EQ(exact.low, 1);
  EXPECT_EQ(exact.high, 10);
  EXPECT_THAT(exact.labels, ElementsAre("2", "4", "6", "8", "10"));
}

TEST(Ticks, EpochsAreNotCutInHalves) {
  EXPECT_THAT(linear_ticks(1, 3, 10, Ends::exact, true).labels, ElementsAre("1", "2", "3"));
  EXPECT_THAT(linear_ticks(1, 1, 10, Ends::exact, true).labels, ElementsAre("0", "1", "2"));
}

TEST(Ticks, NeverFailOnStrangeEnds) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  const double ends[] = {-inf, -1e308, -1e-308, 0, 1e-308, 1e16, 1e16 + 2, 1e308, inf, nan};
  for (const double low : ends) {
    for (const double high : ends) {
      const Ticks t = linear_ticks(low, high);
      EXPECT_LE(t.at.size(), 7u) << low << " " << high;
      EXPECT_LT(t.low, t.high) << low << " " << high;
    }
  }
}

TEST(Ticks, LogarithmicOnesArePowersOfTen) {
  const Ticks t = log_ticks(1e-7, 10);
  EXPECT_EQ(t.at.front(), 1e-7);
  EXPECT_EQ(t.at.back(), 10);
  EXPECT_EQ(t.labels.front(), "1e-7");
  EXPECT_THAT(log_ticks(1, 200).labels, ElementsAre("1", "", "", "10", "", "", "100", ""));
  EXPECT_THAT(log_ticks(0.02, 0.5).labels, ElementsAre("0.02", "0.05", "0.1", "0.2", "0.5"))
      << "one power only: the others speak too";
}

}  // namespace
}  // namespace thimble
