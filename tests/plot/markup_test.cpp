#include "plot/markup.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace thimble {
namespace {

std::string base64_of(const std::string& s) { return base64(std::vector<uint8_t>(s.begin(), s.end())); }

TEST(Markup, EscapesWhatXmlWouldRead) {
  EXPECT_EQ(escape_xml("a<b> & \"c\" 'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
}

TEST(Markup, KeepsUtf8AndReplacesWhatIsNot) {
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(escape_xml("caf\xC3\xA9 \xE2\x86\x92 \xF0\x9F\x91\x95"), "caf\xC3\xA9 \xE2\x86\x92 \xF0\x9F\x91\x95");
  EXPECT_EQ(escape_xml("a\xFFz"), "a" + bad + "z");
  EXPECT_EQ(escape_xml("\xC3"), bad);                      // cut short
  EXPECT_EQ(escape_xml("\xC0\x80"), bad + bad);            // overlong
  EXPECT_EQ(escape_xml("\xED\xA0\x80"), bad + bad + bad);  // a surrogate
  EXPECT_EQ(escape_xml(std::string("\0\x1B\n\t", 4)), bad + bad + "\n\t");
}

TEST(Markup, Base64IsTheVectorsOfRfc4648) {
  EXPECT_EQ(base64_of(""), "");
  EXPECT_EQ(base64_of("f"), "Zg==");
  EXPECT_EQ(base64_of("fo"), "Zm8=");
  EXPECT_EQ(base64_of("foo"), "Zm9v");
  EXPECT_EQ(base64_of("foob"), "Zm9vYg==");
  EXPECT_EQ(base64_of("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64_of("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64_of("\xFB\xFF\xBF"), "+/+/");
}

TEST(Markup, DecimalsAreFixedAndNeverMinusZero) {
  EXPECT_EQ(decimal(0.8961, 3), "0.896");
  EXPECT_EQ(decimal(-0.0001, 2), "0.00");
  EXPECT_EQ(decimal(-12.5, 1), "-12.5");
  EXPECT_EQ(decimal(std::nan(""), 1), "nan");
  EXPECT_EQ(decimal(-std::numeric_limits<double>::infinity(), 1), "-inf");
  EXPECT_EQ(short_decimal(12.0), "12");
  EXPECT_EQ(short_decimal(100.04), "100");
  EXPECT_EQ(short_decimal(0.25, 3), "0.25");
}

TEST(Markup, GroupsDigitsByThree) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(693962), "693,962");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(-123), "-123");
}

TEST(Markup, WiderWordsAreWider) {
  EXPECT_GT(text_width("Ankle boot", 12), text_width("Bag", 12));
  EXPECT_DOUBLE_EQ(text_width("Coat", 24), 2 * text_width("Coat", 12));
  EXPECT_DOUBLE_EQ(text_width("\xC3\xA9", 12), text_width("e", 12));
}

}  // namespace
}  // namespace thimble
