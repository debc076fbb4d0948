#include "weave/compare.h"

#include <gmock/gmock.h>

namespace {

using testing::HasSubstr;
using weave::difference;

TEST(WeaveCompare, NumbersMayDifferByAThousandth) {
  EXPECT_EQ(difference("loss 0.25000", "loss 0.25020"), "");
  EXPECT_THAT(difference("loss 0.25000", "loss 0.25030"), HasSubstr("line 1"));
  EXPECT_EQ(difference("-1.5e-05", "-1.501e-05"), "");
  EXPECT_NE(difference("-1.5", "1.5"), "");
  EXPECT_NE(difference("epoch 3", "epoch 4"), "");
}

TEST(WeaveCompare, WordsMayNot) {
  EXPECT_THAT(difference("a\nloss 1", "a\nlost 1"), HasSubstr("line 2: expected \"loss 1\", found \"lost 1\""));
  EXPECT_NE(difference("S2-1", "S3-1"), "") << "a digit behind a letter belongs to a word";
  EXPECT_NE(difference("avx2", "avx512"), "");
  EXPECT_NE(difference("one two", "onetwo"), "");
}

TEST(WeaveCompare, WhiteSpaceMay) {
  EXPECT_EQ(difference("a   1.000|", "a 1.0|  "), "");
  EXPECT_EQ(difference("a\n", "a"), "");
}

TEST(WeaveCompare, MissingAndAdditionalLinesAreFound) {
  EXPECT_THAT(difference("a\nb\n", "a\n"), HasSubstr("line 2: expected \"b\", found \"(end)\""));
  EXPECT_THAT(difference("a\n", "a\nb\n"), HasSubstr("expected \"(end)\", found \"b\""));
  EXPECT_NE(difference("1 2", "1"), "");
}

TEST(WeaveCompare, FiguresHaveSlack) {
  EXPECT_EQ(difference("M 1.2,3.4", "M 1.3,3.4", 0.15), "");
  EXPECT_NE(difference("M 1.2,3.4", "M 1.4,3.4", 0.15), "");
}

}  // namespace
