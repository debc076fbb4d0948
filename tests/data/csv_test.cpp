#include "data/csv.h"

#include <gmock/gmock.h>

#include "core/rng.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

TEST(Csv, ReadsTheKaggleLayout) {
  const Dataset data = parse_csv("label,pixel1,pixel2,pixel3,pixel4\n2,0,1,22,255\n0,9,8,7,6\n", "x.csv");
  EXPECT_EQ(data.x.sample(), Shape({2, 2}));
  EXPECT_THAT(data.labels, ElementsAre(2, 0));
  EXPECT_THAT(data.x.bytes(0), ElementsAre(0, 1, 22, 255));
  EXPECT_THAT(data.x.bytes(1), ElementsAre(9, 8, 7, 6));
  EXPECT_THAT(data.class_names, ElementsAre("0", "1", "2"));
}

TEST(Csv, AcceptsAByteOrderMarkCrLfAndNoLastNewline) {
  const std::string plain = "label,pixel1\n1,2\n0,3\n";
  const std::string others[] = {"\xef\xbb\xbf" + plain, "label,pixel1\r\n1,2\r\n0,3\r\n", "label,pixel1\n1,2\n0,3",
                                "label,1x1\n1,2\r\n0,3\r\n"};
  for (const std::string& text : others) EXPECT_EQ(to_csv(parse_csv(text, "x.csv")), plain) << text;
}

TEST(Csv, WritesWhatItReads) {
  Rng rng(6, Purpose::test);
  std::vector<uint8_t> bytes(300 * 16);
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(rng.below(256));
  Dataset data{Samples({4, 4}, std::move(bytes)), {}, {"a", "b", "c"}};
  for (int i = 0; i < 300; ++i) data.labels.push_back(i < 3 ? i : rng.below(3));
  const Dataset again = parse_csv(to_csv(data), "again.csv");
  EXPECT_EQ(again.labels, data.labels);
  EXPECT_THAT(again.x.all_bytes(), ElementsAreArray(data.x.all_bytes()));
}

TEST(Csv, TheFirstBadLineIsNamedForAnyNumberOfThreads) {
  std::string text = "label,pixel1\n";
  for (int row = 0; row < 2000; ++row) text += row == 700 || row == 1500 ? "0,999\n" : "0,255\n";
  for (int threads : {1, 2, 3, 7}) {
    set_threads(threads);
    EXPECT_ERROR(parse_csv(text, "x.csv"), data, "x.csv:702: column 2: expected a number from 0 to 255, got \"999\"");
  }
  set_threads(0);
}

TEST(Csv, AWideHeaderOverManyLinesAllocatesNothing) {
  std::string text = "label";
  for (int p = 0; p < 10000; ++p) text += ",p";
  text += '\n' + std::string(100000, '\n');  // 10^9 pixels, if it were believed
  EXPECT_ERROR(parse_csv(text, "x.csv"), data, "x.csv:2: expected 10001 columns, got an empty line");
}

TEST(Csv, OnlySquareGreyPicturesCanBeWritten) {
  EXPECT_ERROR(to_csv({Samples({2, 3}, std::vector<uint8_t>(6)), {0}, {"a"}}), usage, "expected square grey pictures");
  EXPECT_ERROR(to_csv({Samples(Tensor({1, 4})), {0}, {"a"}}), usage, "expected square grey pictures");
}

}  // namespace
}  // namespace thimble
