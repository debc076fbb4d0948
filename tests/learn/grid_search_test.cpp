#include "learn/grid_search.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "learn/class_means.h"
#include "learn/cross_validation.h"
#include "learn/number.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::Pair;

Dataset line(int n) {
  Tensor x({n, 1});
  std::vector<int> labels;
  for (int i = 0; i < n; ++i) {
    x(i, 0) = static_cast<float>(i % 10);
    labels.push_back(i % 10 >= 5);
  }
  return {Samples(std::move(x)), labels, numbered_classes(2)};
}

std::unique_ptr<Classifier> make(const Setting& setting) {
  return std::make_unique<ClassMeans>(nullptr, false, *parse_number(setting.at("offset")));
}

TEST(GridSearch, TriesEveryCombinationTheLastAxisFastest) {
  std::vector<Setting> tried;
  const Dataset data = line(40);
  grid_search({{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}},
              [&](const Setting& s) {
                tried.push_back(s);
                return std::make_unique<ClassMeans>();
              },
              data, {head_split(40, 10)});
  ASSERT_THAT(tried, testing::SizeIs(6));
  EXPECT_THAT(tried[0], ElementsAre(Pair("a", "1"), Pair("b", "x")));
  EXPECT_THAT(tried[1], ElementsAre(Pair("a", "1"), Pair("b", "y")));
  EXPECT_THAT(tried[5], ElementsAre(Pair("a", "2"), Pair("b", "z")));
}

TEST(GridSearch, TheBestOnValidationWinsAndTheFirstOfEquals) {
  // Means are 2 and 7: 0 to 4 and 5 to 9 are all right without an offset, and with 1 too, but not with 6 or -6.
  const GridSearch search = grid_search({{"offset", {"6", "0.5", "0", "-6"}}}, make, line(40), {head_split(40, 10)});
  EXPECT_EQ(search.best, 1);
  EXPECT_EQ(search.rows[1].mean, 1);
  EXPECT_EQ(search.rows[2].mean, 1);
  EXPECT_LT(search.rows[0].mean, 0.6);
  EXPECT_EQ(search.rows[0].deviation, 0);  // of a single split
}

TEST(GridSearch, OverFoldsItIsACrossValidation) {
  const Dataset data = line(40);
  std::vector<double> told;
  const GridSearch search = grid_search({{"offset", {"-3", "3"}}}, make, data, fold_splits(folds(40, 5, 9)),
                                        [&](const GridRow& row) { told.push_back(row.mean); });
  for (size_t i = 0; i < 2; ++i) {
    const GridRow& row = search.rows[i];
    const CrossValidation cv = cross_validate([&] { return make(row.setting); }, data, {.folds = 5, .seed = 9});
    EXPECT_EQ(row.accuracies, cv.accuracies);
    EXPECT_EQ(row.mean, cv.mean);
    EXPECT_EQ(row.deviation, cv.deviation);
    EXPECT_EQ(told[i], row.mean);
  }
}

TEST(GridSearch, SeesOnlyTheSplits) {
  // The samples that are in no split are labelled the other way round: whoever looked at them would choose otherwise.
  Dataset data = line(40);
  for (size_t n = 20; n < 40; ++n) data.labels[n] = 1 - data.labels[n];
  Split split;
  for (int n = 0; n < 20; ++n) (n < 10 ? split.train : split.validation).push_back(n);
  EXPECT_EQ(grid_search({{"offset", {"0"}}}, make, data, {split}).rows[0].mean, 1);
}

TEST(GridSearch, RefusesWhatMakesNoSense) {
  const Dataset data = line(40);
  const std::vector<Split> one = {head_split(40, 10)};
  EXPECT_ERROR(grid_search({{"k", {}}}, make, data, one), usage, "grid: expected values for k, got none");
  EXPECT_ERROR(grid_search({{"k", {"1"}}, {"k", {"2"}}}, make, data, one), usage,
               "expected each option once, got k twice");
  EXPECT_ERROR(grid_search({{"offset", {"0"}}}, make, data, {}), usage, "expected a validation set or folds, got none");
  EXPECT_ERROR(grid_search({{"offset", {"0"}}}, make, data, {head_split(40, 0)}), usage,
               "expected samples to train on and to validate on, got 40 and 0");
}

}  // namespace
}  // namespace thimble
