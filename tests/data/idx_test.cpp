#include "data/idx.h"

#include <gmock/gmock.h>

#include "core/file.h"
#include "core/rng.h"
#include "learn/sha256.h"
#include "support/gzip.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;

// Two pictures of 2 rows and 3 columns, by the format's description.
const std::vector<uint8_t> kFile = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2,  0,  0,
                                    0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255};

TEST(Idx, ReadsExtentsAndValues) {
  const Idx idx = parse_idx(kFile, "file");
  EXPECT_THAT(idx.extents, ElementsAre(2, 2, 3));
  EXPECT_THAT(idx.values, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255));
}

TEST(Idx, WritesWhatItReads) {
  const Idx idx = parse_idx(kFile, "file");
  EXPECT_EQ(to_idx(idx), kFile);
  EXPECT_EQ(idx_sha256(idx), sha256(kFile));
}

TEST(Idx, ReadsGzipOfOneOrMoreMembers) {
  if (!test_support::has_gzip()) GTEST_SKIP() << "this build has no zlib";
  EXPECT_EQ(to_idx(parse_idx(gzip(kFile), "file.gz")), kFile);
  const std::span<const uint8_t> whole(kFile);
  std::vector<uint8_t> members = gzip(whole.first(20));
  const std::vector<uint8_t> second = gzip(whole.subspan(20));
  members.insert(members.end(), second.begin(), second.end());
  EXPECT_EQ(to_idx(parse_idx(members, "file.gz")), kFile);
}

TEST(Idx, EveryCutAndEveryAddedByteIsRefused) {
  for (size_t length = 0; length < kFile.size(); ++length)
    EXPECT_ERROR(parse_idx(std::span(kFile).first(length), "cut"), data, "cut: IDX: ");
  std::vector<uint8_t> longer = kFile;
  longer.push_back(0);
  EXPECT_ERROR(parse_idx(longer, "long"), data, "long: IDX: expected 12 bytes behind the header ((2, 2, 3)), got 13");
}

TEST(Idx, MakesADataSetOfAnyPictureSize) {
  const Dataset data = dataset_from_idx(parse_idx(kFile, "file"), {{2}, {2, 0}}, "two.pictures", "two.labels");
  EXPECT_EQ(data.x.sample(), Shape({2, 3}));
  EXPECT_THAT(data.x.bytes(1), ElementsAre(7, 8, 9, 10, 11, 255));
  EXPECT_THAT(data.labels, ElementsAre(2, 0));
  EXPECT_THAT(data.class_names, ElementsAre("0", "1", "2"));
  EXPECT_EQ(dataset_from_idx({{1, 3, 1, 1}, {1, 2, 3}}, {{1}, {0}}, "colour", "labels").x.network_shape(),
            Shape({3, 1, 1}));
}

TEST(Idx, LabelsMustHaveNames) {
  const Idx pictures = parse_idx(kFile, "file");
  EXPECT_THAT(dataset_from_idx(pictures, {{2}, {1, 0}}, "pictures", "labels", {"cat", "dog"}).class_names,
              ElementsAre("cat", "dog"));
  EXPECT_ERROR(dataset_from_idx(pictures, {{2}, {1, 2}}, "pictures", "DIR/labels", {"cat", "dog"}), data,
               "DIR/labels: at byte 9: expected a label from 0 to 1, got 2");
}

TEST(Idx, ThousandRandomFilesSurvive) {
  Rng rng(5, Purpose::test);
  for (int trial = 0; trial < 1000; ++trial) {
    Idx idx;
    size_t size = 1;
    for (int d = 1 + rng.below(4); d > 0; --d) {
      idx.extents.push_back(1 + rng.below(5));
      size *= static_cast<size_t>(idx.extents.back());
    }
    for (size_t i = 0; i < size; ++i) idx.values.push_back(static_cast<uint8_t>(rng.below(256)));
    const std::vector<uint8_t> file = to_idx(idx);
    ASSERT_EQ(to_idx(parse_idx(file, "random")), file);
  }
}

}  // namespace
}  // namespace thimble
