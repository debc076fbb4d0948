#include "app/arriving_data.h"

#include <gtest/gtest.h>

#include "app/striped_garments.h"
#include "support/throws.h"

namespace thimble {
namespace {

using File = ArrivingData::File;

// In pieces of `size` bytes.
void give(ArrivingData& data, File file, const std::vector<uint8_t>& bytes, size_t size) {
  for (size_t at = 0; at < bytes.size(); at += size)
    data.take(file, std::span(bytes).subspan(at, std::min(size, bytes.size() - at)));
}

TEST(ArrivingData, PiecesOfAnySizeMakeTheDataSet) {
  const StripedFiles files(50, 20);
  for (const size_t size : {size_t{1}, size_t{7}, size_t{5000}, size_t{1} << 20}) {
    ArrivingData data(numbered_classes(10));
    give(data, File::train_images, files.train_images, size);
    EXPECT_EQ(data.train(), nullptr);
    give(data, File::train_labels, files.train_labels, size);
    ASSERT_NE(data.train(), nullptr) << size;
    EXPECT_EQ(data.promised(), 50);
    EXPECT_EQ(data.arrived(), 50);
    EXPECT_FALSE(data.complete());
    give(data, File::test_labels, files.test_labels, size);
    give(data, File::test_images, files.test_images, size);
    EXPECT_TRUE(data.complete());
    const Dataset& train = *data.train();
    EXPECT_EQ(data.test()->size(), 20);
    ASSERT_EQ(train.size(), 50);
    for (int i = 0; i < 50; ++i) {
      EXPECT_EQ(train.labels[static_cast<size_t>(i)], i % 10);
      EXPECT_EQ(train.x.bytes(i)[5], files.train_images[static_cast<size_t>(16 + 784 * i + 5)]);
    }
  }
}

TEST(ArrivingData, TheFirstPartIsThereBeforeTheRest) {
  const int all = ArrivingData::kFirstPart + 500;
  const StripedFiles files(all, 10);
  ArrivingData data(numbered_classes(10));
  give(data, File::train_labels, files.train_labels, 1000);
  const size_t first = 16 + 784 * static_cast<size_t>(ArrivingData::kFirstPart);
  const std::span<const uint8_t> bytes = files.train_images;
  data.take(File::train_images, bytes.first(first - 1));
  EXPECT_EQ(data.train(), nullptr);
  EXPECT_EQ(data.arrived(), ArrivingData::kFirstPart - 1);
  data.take(File::train_images, bytes.subspan(first - 1, 1));
  const std::shared_ptr<const Dataset> part = data.train();
  ASSERT_NE(part, nullptr);
  EXPECT_EQ(part->size(), ArrivingData::kFirstPart);
  EXPECT_EQ(data.promised(), all);
  data.take(File::train_images, bytes.subspan(first));
  EXPECT_EQ(data.train()->size(), all);
  EXPECT_EQ(part->size(), ArrivingData::kFirstPart);  // whoever works on it still has it
  const int last = ArrivingData::kFirstPart - 1;
  EXPECT_TRUE(std::equal(part->x.bytes(last).begin(), part->x.bytes(last).end(), data.train()->x.bytes(last).begin()));
}

TEST(ArrivingData, WhatIsNoDataSetIsRefusedByName) {
  const StripedFiles files(30, 10);
  ArrivingData data(numbered_classes(10));
  EXPECT_ERROR(data.take(File::train_images, std::vector<uint8_t>(100, 60)), data, "the training pictures");
  EXPECT_ERROR(data.take(File::train_images, files.train_labels), data, "the training pictures");
  std::vector<uint8_t> longer = files.test_images;
  longer.push_back(0);
  EXPECT_ERROR(data.take(File::test_images, longer), data, "the test pictures: expected 7840 bytes behind the header");
  give(data, File::train_labels, files.test_labels, 100);
  EXPECT_ERROR(give(data, File::train_images, files.train_images, 1 << 20), data,
               "the training labels: expected a label for each of 30 pictures, got 10");
  give(data, File::test_labels, files.test_labels, 100);
  give(data, File::test_images, files.test_images, 100);  // what was refused may come again
  EXPECT_NE(data.test(), nullptr);
}

}  // namespace
}  // namespace thimble
