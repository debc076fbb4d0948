#include "learn/cross_validation.h"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "core/rng.h"
#include "core/threads.h"
#include "learn/class_means.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;

// One value a sample, on a grid of 1/8 so that sums are exact: class k around 2 k, overlapping.
Dataset overlapping(int n, int classes) {
  Rng rng(1, Purpose::test);
  Tensor x({n, 1});
  std::vector<int> labels;
  for (int i = 0; i < n; ++i) {
    labels.push_back(i % classes);
    x(i, 0) = static_cast<float>(i % classes * 16 + rng.below(25)) / 8;
  }
  return {Samples(std::move(x)), labels, numbered_classes(classes)};
}

// Says 1 of samples that it was trained on, else 0.
class Remembers : public Classifier {
 public:
  std::string name() const override { return "remembers"; }
  void fit(const Dataset& train) override {
    for (int n = 0; n < train.size(); ++n) seen_.insert(train.x.features()(n, 0));
  }
  void scores(const Samples& x, Tensor& s) override {
    s = Tensor({x.size(), 2});
    for (int n = 0; n < x.size(); ++n) s(n, static_cast<int>(seen_.count(x.features()(n, 0)))) = 1;
  }
  Input input() const override { return Input(); }
  void save(Record&) const override {}

 private:
  std::set<float> seen_;
};

TEST(CrossValidation, NobodyIsPredictedByWhoHasSeenThem) {
  Tensor x({103, 1});
  for (int n = 0; n < 103; ++n) x(n, 0) = static_cast<float>(n);
  const Dataset data{Samples(std::move(x)), std::vector<int>(103), numbered_classes(2)};
  for (const bool stratified : {false, true}) {
    const CrossValidation cv = cross_validate([] { return std::make_unique<Remembers>(); }, data,
                                              {.folds = 10, .stratified = stratified, .seed = 3});
    EXPECT_THAT(cv.predicted, testing::Each(0));
    EXPECT_EQ(cv.mean, 1);
    EXPECT_EQ(cv.confusion(0, 0), 103);
  }
}

TEST(CrossValidation, EverySampleIsInOneFoldAndStratifiedFoldsHaveTheirShareOfEachClass) {
  const Dataset data = overlapping(120, 3);
  for (const bool stratified : {false, true}) {
    const CrossValidation cv = cross_validate([] { return std::make_unique<ClassMeans>(); }, data,
                                              {.folds = 8, .stratified = stratified, .seed = 5});
    std::vector<int> sizes(8), of_class_0(8);
    for (size_t n = 0; n < 120; ++n) {
      ++sizes[static_cast<size_t>(cv.fold_of[n])];
      of_class_0[static_cast<size_t>(cv.fold_of[n])] += data.labels[n] == 0;
    }
    EXPECT_THAT(sizes, testing::Each(15));
    EXPECT_EQ(of_class_0 == std::vector<int>(8, 5), stratified);
    EXPECT_EQ(cv.confusion.total(), 120);
    for (int k = 0; k < 3; ++k) EXPECT_EQ(cv.confusion.row_total(k), 40);
  }
}

TEST(CrossValidation, MeanAndDeviationAreOfTheFolds) {
  const Dataset data = overlapping(120, 3);
  std::vector<double> told(5);
  const CrossValidation cv = cross_validate(
      [] { return std::make_unique<ClassMeans>(); }, data,
      {.folds = 5, .seed = 5, .after_fold = [&](int fold, double a) { told[static_cast<size_t>(fold)] = a; }});
  EXPECT_EQ(told, cv.accuracies);
  EXPECT_GT(cv.deviation, 0);
  double sum = 0, squares = 0;
  for (const double a : cv.accuracies) sum += a;
  for (const double a : cv.accuracies) squares += (a - sum / 5) * (a - sum / 5);
  EXPECT_NEAR(cv.mean, sum / 5, 1e-15);
  EXPECT_NEAR(cv.deviation, std::sqrt(squares / 4), 1e-15);
  EXPECT_NEAR(cv.mean, cv.confusion.accuracy(), 1e-12);  // all folds have 24 samples
  EXPECT_LT(cv.mean, 1);
}

TEST(CrossValidation, DeviationDividesByOneLess) {
  EXPECT_NEAR(deviation_of(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}), std::sqrt(32 / 7.0), 1e-15);
  EXPECT_EQ(deviation_of(std::vector<double>{3}), 0);
  EXPECT_EQ(mean_of(std::vector<double>{1, 2, 6}), 3);
}

TEST(CrossValidation, TakesFoldsAwayWhereTheLearnerCan) {
  const Dataset data = overlapping(120, 3);
  std::atomic<int> refits = 0, fits = 0, told_not_to = 0;
  const CrossValidation refitted =
      cross_validate([&] { return std::make_unique<ClassMeans>(&refits, false); }, data, {.folds = 6});
  const CrossValidation subtracted =
      cross_validate([&] { return std::make_unique<ClassMeans>(&fits, true); }, data, {.folds = 6});
  cross_validate([&] { return std::make_unique<ClassMeans>(&told_not_to, true); }, data,
                 {.folds = 6, .subtract = false});
  EXPECT_EQ(refits, 6);
  EXPECT_EQ(fits, 1);  // of all samples
  EXPECT_EQ(told_not_to, 6);
  EXPECT_EQ(refitted.predicted, subtracted.predicted);
  EXPECT_EQ(refitted.accuracies, subtracted.accuracies);
}

TEST(CrossValidation, ParallelFoldsGiveTheSame) {
  const Dataset data = overlapping(300, 3);
  const auto make = [] { return std::make_unique<ClassMeans>(); };
  const CrossValidation expected = cross_validate(make, data, {.folds = 7, .seed = 2});
  for (const int count : {1, 2, 7}) {
    set_threads(count);
    const CrossValidation cv = cross_validate(make, data, {.folds = 7, .seed = 2, .parallel = true});
    EXPECT_EQ(cv.predicted, expected.predicted);
    EXPECT_EQ(cv.accuracies, expected.accuracies);
  }
  set_threads(0);
  EXPECT_NE(cross_validate(make, data, {.folds = 7, .seed = 3}).fold_of, expected.fold_of);
}

TEST(CrossValidation, RefusesTooFewOrTooManyFolds) {
  const Dataset data = overlapping(10, 2);
  const auto make = [] { return std::make_unique<ClassMeans>(); };
  EXPECT_ERROR(cross_validate(make, data, {.folds = 1}), usage, "expected 2 to 10 folds of 10 samples, got 1");
  EXPECT_ERROR(cross_validate(make, data, {.folds = 11}), usage, "got 11");
}

TEST(FoldSplits, TrainOnAllOtherFolds) {
  const std::vector<Split> splits = fold_splits({{4, 0}, {2}, {3, 1}});
  EXPECT_THAT(splits[0].validation, ElementsAre(0, 4));
  EXPECT_THAT(splits[0].train, ElementsAre(1, 2, 3));
  EXPECT_THAT(splits[1].train, ElementsAre(0, 1, 3, 4));
  EXPECT_THAT(splits[2].train, ElementsAre(0, 2, 4));
}

}  // namespace
}  // namespace thimble
