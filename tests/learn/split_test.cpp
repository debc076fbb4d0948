#include "learn/split.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::vector<int> ten_classes(int n) {
  std::vector<int> labels;
  for (int i = 0; i < n; ++i) labels.push_back(i * i % 10 == 1 ? 1 : i % 10);  // uneven
  return labels;
}

std::vector<int> counts_of(const std::vector<int>& rows, const std::vector<int>& labels) {
  std::vector<int> counts(10);
  for (int row : rows) ++counts[static_cast<size_t>(labels[static_cast<size_t>(row)])];
  return counts;
}

// Every row of 0..n-1 stands in exactly one part.
void expect_partition(std::vector<std::vector<int>> parts, int n) {
  std::vector<int> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  ASSERT_THAT(all, SizeIs(n));
  for (int i = 0; i < n; ++i) ASSERT_EQ(all[static_cast<size_t>(i)], i);
}

TEST(Split, HeadTakesTheFirst) {
  const Split split = head_split(5, 2);
  EXPECT_THAT(split.validation, ElementsAre(0, 1));
  EXPECT_THAT(split.train, ElementsAre(2, 3, 4));
}

TEST(Split, RandomIsAPartitionThatDependsOnTheSeedAlone) {
  const Split split = random_split(60000, 0.2, 7);
  EXPECT_THAT(split.validation, SizeIs(12000));
  expect_partition({split.train, split.validation}, 60000);
  EXPECT_EQ(split.train, random_split(60000, 0.2, 7).train);
  EXPECT_NE(split.train, random_split(60000, 0.2, 8).train);
  EXPECT_FALSE(std::is_sorted(split.train.begin(), split.train.end()));
  const double mean = std::accumulate(split.validation.begin(), split.validation.end(), 0.0) / 12000;
  EXPECT_NEAR(mean, 30000, 500);  // three standard deviations of the mean of 12,000
}

TEST(Split, StratifiedKeepsTheShareOfEveryClass) {
  const std::vector<int> labels = ten_classes(1000);
  const Split split = stratified_split(labels, 0.1, 3);
  expect_partition({split.train, split.validation}, 1000);
  const std::vector<int> part = counts_of(split.validation, labels), rest = counts_of(split.train, labels);
  for (size_t k = 0; k < 10; ++k) EXPECT_NEAR(part[k], 0.1 * (part[k] + rest[k]), 0.5) << "class " << k;
}

TEST(Split, IsReadFromText) {
  const std::vector<int> labels = ten_classes(100);
  EXPECT_THAT(make_split("none", labels, 1).validation, SizeIs(0));
  EXPECT_THAT(make_split("none", labels, 1).train, SizeIs(100));
  EXPECT_THAT(make_split("head:30", labels, 1).train, SizeIs(70));
  EXPECT_EQ(make_split("random:0.25", labels, 9).validation, random_split(100, 0.25, 9).validation);
  EXPECT_EQ(make_split("stratified:0.1", labels, 9).train, stratified_split(labels, 0.1, 9).train);
}

TEST(Split, RefusesOtherTextsAndEmptyParts) {
  const std::vector<int> labels = ten_classes(100);
  for (const char* text : {"", "head", "half:0.5", "random", "None", "head5"})
    EXPECT_ERROR(make_split(text, labels, 1), usage, "expected none, head:COUNT, random:SHARE or stratified:SHARE");
  for (const char* text : {"head:0", "head:100", "head:-1", "head:1.5", "head:", "head:99999999999999999999"})
    EXPECT_ERROR(make_split(text, labels, 1), usage, "a count from 1 to 99");
  for (const char* text : {"random:0", "random:1", "random:nan", "stratified:-0.1", "random:0,2", "random:2"})
    EXPECT_ERROR(make_split(text, labels, 1), usage, "a share between 0 and 1");
  EXPECT_ERROR(make_split("random:0.001", labels, 1), usage, "leaves 100 for training and 0 for validation");
  EXPECT_ERROR(make_split("random:0.999", labels, 1), usage, "leaves 0 for training");
}

TEST(Folds, AreDisjointAndCoverEverything) {
  const auto parts = folds(103, 10, 5);
  expect_partition(parts, 103);
  for (const auto& part : parts) EXPECT_THAT(part.size(), testing::AnyOf(10u, 11u));
  EXPECT_EQ(parts, folds(103, 10, 5));
  EXPECT_NE(parts, folds(103, 10, 6));
}

TEST(Folds, StratifiedDifferByAtMostOneWithinEachClass) {
  const std::vector<int> labels = ten_classes(1003);
  const auto parts = stratified_folds(labels, 7, 5);
  expect_partition(parts, 1003);
  for (size_t k = 0; k < 10; ++k) {
    std::set<int> sizes;
    for (const auto& part : parts) sizes.insert(counts_of(part, labels)[k]);
    EXPECT_LE(*sizes.rbegin() - *sizes.begin(), 1) << "class " << k;
  }
  std::set<size_t> sizes;
  for (const auto& part : parts) sizes.insert(part.size());
  EXPECT_LE(*sizes.rbegin() - *sizes.begin(), 1u);
}

TEST(Folds, NeedAtLeastTwoAndAtMostTheSamples) {
  EXPECT_ERROR(folds(10, 1, 0), usage, "expected 2 to 10 folds of 10 samples, got 1");
  EXPECT_ERROR(folds(10, 11, 0), usage, "got 11");
}

}  // namespace
}  // namespace thimble
