#include "learn/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "core/rng.h"

#ifdef THIMBLE_LOCALES
#include "support/comma_locale.h"
#endif

namespace thimble {
namespace {

TEST(Number, ReadsDecimalNumbers) {
  EXPECT_EQ(parse_number("0"), 0.0);
  EXPECT_EQ(parse_number("-0.5"), -0.5);
  EXPECT_EQ(parse_number("+.25"), 0.25);
  EXPECT_EQ(parse_number("5."), 5.0);
  EXPECT_EQ(parse_number("1e-3"), 1e-3);
  EXPECT_EQ(parse_number("1E+3"), 1000.0);
  EXPECT_TRUE(std::isnan(*parse_number("nan")));
  EXPECT_EQ(parse_number("-inf"), -std::numeric_limits<double>::infinity());
}

TEST(Number, RefusesEverythingElse) {
  for (const char* text : {"", ".", "-", "1,5", "1.2.3", " 1", "1 ", "1e", "1e+", "0x10", "1_000", "infinity", "NaN",
                           "one", "1e999", "-1e999", "--1", "1f"})
    EXPECT_FALSE(parse_number(text)) << text;
}

TEST(Number, TextReadsBackToTheSameBits) {
  EXPECT_EQ(number_text(0.001), "0.001");
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(-3), "-3");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "inf");
  Rng rng(1, Purpose::test);
  for (int i = 0; i < 10000; ++i) {
    const uint64_t bits = uint64_t{rng.next()} << 32 | rng.next();
    double value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value) || std::abs(value) < std::numeric_limits<double>::min()) continue;
    EXPECT_EQ(parse_number(number_text(value)), value) << number_text(value);
  }
}

#ifdef THIMBLE_LOCALES
TEST(Number, DoesNotCareForTheLocale) {
  const CommaLocale here;
  ASSERT_EQ(here.decimal_mark(), ",");
  EXPECT_EQ(parse_number("1234.5"), 1234.5);
  EXPECT_FALSE(parse_number("1234,5"));
  EXPECT_EQ(number_text(1234567.5), "1234567.5");
}
#endif

TEST(Number, IntegersStayInTheirRange) {
  EXPECT_EQ(parse_integer("7", 0, 9), 7);
  EXPECT_EQ(parse_integer("+7", 0, 9), 7);
  EXPECT_EQ(parse_integer("-7", -9, 9), -7);
  for (const char* text : {"", "10", "-1", "7.0", "7 ", " 7", "+-7", "+", "99999999999999999999", "seven"})
    EXPECT_FALSE(parse_integer(text, 0, 9)) << text;
}

}  // namespace
}  // namespace thimble
