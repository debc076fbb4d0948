#include "core/text.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/shape.h"

#ifdef THIMBLE_LOCALES
#include "support/comma_locale.h"
#endif

namespace thimble {
namespace {

TEST(Text, JoinsWordsAndNumbers) {
  EXPECT_EQ(text(1, " and ", 2.5f), "1 and 2.5");
  EXPECT_EQ(text('a', -7L, 1000000u, std::string("b"), 18446744073709551615ull), "a-71000000b18446744073709551615");
  EXPECT_EQ(text(Shape{2, 3}, " is ", size_t{6}), "(2, 3) is 6");
  EXPECT_EQ(text(), "");
}

TEST(Text, WritesSixDigitsOfAFraction) {
  EXPECT_EQ(text(1.0 / 3), "0.333333");
  EXPECT_EQ(text(1e6), "1e+06");
  EXPECT_EQ(text(-0.0001), "-0.0001");
  EXPECT_EQ(text(std::numeric_limits<double>::quiet_NaN()), "nan");
  EXPECT_EQ(text(-std::numeric_limits<float>::infinity()), "-inf");
}

TEST(Text, WritesAsManyDigitsAsAskedFor) {
  EXPECT_EQ(digits(0.0001234, 3), "0.000123");
  EXPECT_EQ(digits(0.1, 17), "0.10000000000000001");
  EXPECT_EQ(fixed(2.5, 2), "2.50");
  EXPECT_EQ(fixed(1e60, 1), "999999999999999949387135297074018866963645011013410073083904.0");
}

TEST(Text, ExchangesTheDecimalMark) {
  EXPECT_EQ(exchanged("2,5e+10", ",", "."), "2.5e+10");
  EXPECT_EQ(exchanged("-2.5", ".", "\u066b"), "-2\u066b5");
  EXPECT_EQ(exchanged("-2\u066b5", "\u066b", "."), "-2.5");
  EXPECT_EQ(exchanged("25", ",", "."), "25");
}

#ifdef THIMBLE_LOCALES
TEST(Text, UsesThePointWhateverTheLocale) {
  const CommaLocale here;
  ASSERT_EQ(here.decimal_mark(), ",");
  EXPECT_EQ(text("a", 2.5, 'b', 1000000), "a2.5b1000000");
  EXPECT_EQ(fixed(1234.5, 1), "1234.5");
}
#endif

}  // namespace
}  // namespace thimble
