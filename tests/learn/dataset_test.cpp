#include "learn/dataset.h"

#include <gmock/gmock.h>

#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

Samples pictures(int n, Shape shape) {
  std::vector<uint8_t> bytes(static_cast<size_t>(n * shape.size()));
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i * 31);
  return Samples(shape, std::move(bytes));
}

TEST(Samples, GatherScalesAndShiftsTheRowsThatAreAskedFor) {
  Samples x({1, 2}, {0, 51, 102, 255, 10, 20});
  x.shift = -0.5f;
  const std::vector<int> rows = {2, 1, 1};
  Tensor out;
  x.gather(rows, out);
  EXPECT_EQ(out.shape(), Shape({3, 1, 1, 2}));  // a picture without a channel axis gets one
  const float s = 1 / 255.0f;
  EXPECT_THAT(
      std::vector<float>(out.values().begin(), out.values().end()),
      ElementsAre(testing::FloatEq(10 * s - 0.5f), testing::FloatEq(20 * s - 0.5f), testing::FloatEq(102 * s - 0.5f),
                  testing::FloatEq(0.5f), testing::FloatEq(102 * s - 0.5f), testing::FloatEq(0.5f)));
}

TEST(Samples, FeaturesPassUnchanged) {
  const Samples x(Tensor({3, 2}, {1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(x.network_shape(), Shape({2}));
  const std::vector<int> rows = {2, 0};
  Tensor out;
  x.gather(rows, out);
  EXPECT_EQ(out.shape(), Shape({2, 2}));
  EXPECT_THAT(out.values(), ElementsAre(5, 6, 1, 2));
}

TEST(Samples, ColourPicturesKeepTheirChannels) {
  EXPECT_EQ(pictures(2, {3, 4, 5}).network_shape(), Shape({3, 4, 5}));
  EXPECT_EQ(pictures(2, {4, 5}).network_shape(), Shape({1, 4, 5}));
}

TEST(Samples, GatherIsTheSameForAnyNumberOfThreads) {
  const Samples x = pictures(100, {7, 9});
  std::vector<int> rows;
  for (int i = 0; i < 333; ++i) rows.push_back(i * 37 % 100);
  Tensor one, several;
  set_threads(1);
  x.gather(rows, one);
  for (int threads : {2, 3, 7}) {
    set_threads(threads);
    x.gather(rows, several);
    EXPECT_THAT(several.values(), ElementsAreArray(one.values()));
  }
  set_threads(0);
}

TEST(Samples, BytesMustFillWholePictures) {
  EXPECT_ERROR(Samples({2, 2}, std::vector<uint8_t>(7)), usage, "expected a multiple of 4 bytes");
  EXPECT_ERROR(Samples(Tensor({3}, {1, 2, 3})), usage, "expected features of shape (N, ...), got (3)");
}

TEST(Dataset, SubsetKeepsRowsLabelsNamesAndScaling) {
  Dataset data{pictures(4, {2, 2}), {0, 1, 1, 2}, {"a", "b", "c"}};
  data.x.scale = 2;
  data.x.shift = 1;
  const std::vector<int> rows = {3, 1, 3};
  const Dataset part = data.subset(rows);
  EXPECT_EQ(part.size(), 3);
  EXPECT_THAT(part.labels, ElementsAre(2, 1, 2));
  EXPECT_THAT(part.class_names, ElementsAre("a", "b", "c"));
  EXPECT_THAT(part.class_counts(), ElementsAre(0, 1, 2));
  EXPECT_EQ(part.x.scale, 2);
  EXPECT_EQ(part.x.shift, 1);
  for (int n = 0; n < 3; ++n)
    EXPECT_THAT(part.x.bytes(n), ElementsAreArray(data.x.bytes(rows[static_cast<size_t>(n)])));

  const Samples features(Tensor({2, 2}, {1, 2, 3, 4}));
  const std::vector<int> second = {1};
  EXPECT_THAT(features.subset(second).features().values(), ElementsAre(3, 4));
}

}  // namespace
}  // namespace thimble
