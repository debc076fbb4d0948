// The numbers that the chapter works by hand.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "best_features.h"
#include "classic/knn.h"
#include "learn/cross_validation.h"
#include "learn/grid_search.h"
#include "learn/mcnemar.h"
#include "learn/metrics.h"
#include "report_matrix.h"

namespace thimble {
namespace {

using testing::ElementsAre;

// [ten]
TEST(Measuring, TenPicturesByHand) {
  const std::vector<int> truth = {0, 0, 0, 0, 1, 1, 1, 2, 2, 2};  // four boots, three bags, three hats
  const std::vector<int> called = {0, 0, 0, 0, 0, 1, 1, 0, 1, 2};
  const ConfusionMatrix m(truth, called, 3);
  EXPECT_NEAR(m.accuracy(), 0.7, 1e-12);  // (4 + 2 + 1) / 10
  EXPECT_NEAR(m.precision(0), 4 / 6.0, 1e-12);
  EXPECT_NEAR(m.precision(1), 2 / 3.0, 1e-12);
  EXPECT_NEAR(m.precision(2), 1 / 1.0, 1e-12);
  EXPECT_NEAR(m.recall(0), 4 / 4.0, 1e-12);
  EXPECT_NEAR(m.recall(1), 2 / 3.0, 1e-12);
  EXPECT_NEAR(m.recall(2), 1 / 3.0, 1e-12);
  EXPECT_NEAR(m.f1(0), 0.8, 1e-12);
  EXPECT_NEAR(m.f1(1), 2 / 3.0, 1e-12);
  EXPECT_NEAR(m.f1(2), 0.5, 1e-12);
  EXPECT_NEAR(m.macro_f1(), 0.6556, 5e-5);  // (0.8 + 0.6667 + 0.5) / 3
}
// [end]

TEST(Measuring, ALazyDoctorIsRightFor99OfAHundred) {
  ConfusionMatrix m(2);
  m.add(0, 0, 990);  // healthy, called healthy
  m.add(1, 0, 10);   // ill, called healthy
  EXPECT_NEAR(m.accuracy(), 0.99, 1e-12);
  EXPECT_EQ(m.recall(1), 0);
  EXPECT_EQ(m.precision(1), 0);  // nobody was called ill
}

ConfusionMatrix reported() {
  ConfusionMatrix m(10);
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 10; ++j) m.add(i, j, kReported[static_cast<size_t>(i)][static_cast<size_t>(j)]);
  return m;
}

// [lost]
TEST(Measuring, TheReportedMatrixHasLostSixtyTrousers) {
  const ConfusionMatrix m = reported();
  EXPECT_EQ(m.total(), 9940);
  for (int k = 0; k < 10; ++k) EXPECT_EQ(m.row_total(k), k == 1 ? 940 : 1000) << kClothes[static_cast<size_t>(k)];
  EXPECT_EQ(m.trace(), 8931);
  EXPECT_NEAR(m.accuracy(), 0.8985, 5e-5);  // 8931 / 9940, as printed
  EXPECT_EQ(m.trace() + 60, 8991);          // of 10,000, if 909 is 969: .8991
}
// [end]

double standard_error(double q, double n) { return std::sqrt(q * (1 - q) / n); }

// [error]
// tutorial 10 (10.6)
TEST(Measuring, StandardErrorsByHand) {
  EXPECT_NEAR(standard_error(0.63, 100), 0.0483, 5e-5);      // sqrt(0.2331 / 100)
  EXPECT_NEAR(standard_error(0.8961, 10000), 0.0031, 5e-5);  // sqrt(0.0931 / 10000)
  EXPECT_NEAR(standard_error(0.896, 60), 0.0394, 5e-5);      // the gallery of S2
  EXPECT_NEAR((57 / 60.0 - 0.896) / 0.0394, 1.37, 5e-3);     // 1.4 standard errors: luck
}

TEST(Measuring, FiveSeedsByHand) {
  const double seeds[] = {0.88, 0.90, 0.89, 0.91, 0.87};
  EXPECT_NEAR(mean_of(seeds), 0.89, 1e-12);
  EXPECT_NEAR(deviation_of(seeds), 0.0158, 5e-5);                   // sqrt((1 + 1 + 0 + 4 + 4) / 4) / 100
  EXPECT_NEAR(deviation_of(seeds) / std::sqrt(5.0), 0.0071, 5e-5);  // of their mean
}
// [end]

// tutorial 10 (10.9) for 12 models with the standard error of .89 on 10,000 pictures.
TEST(Measuring, TheBestOfTwelveEqualsLooksBetter) {
  EXPECT_NEAR(standard_error(0.89, 10000) * std::sqrt(2 * std::log(12.0)), 0.0070, 5e-5);
}

// [six]
// Three socks at 0, 1 and 2.5, three hats at 3.5, 5 and 6, and one nearest neighbour.
TEST(Measuring, LeaveOneOutOfSixByHand) {
  const Dataset data{Samples(Tensor({6, 1}, {0, 1, 2.5f, 3.5f, 5, 6})), {0, 0, 0, 1, 1, 1}, {"sock", "hat"}};
  Knn knn(1);
  knn.fit(data);
  EXPECT_THAT(knn.predict(data.x), ElementsAre(0, 0, 0, 1, 1, 1));  // asked about what it has learned: 6 of 6

  const CrossValidation cv = cross_validate([] { return std::make_unique<Knn>(1); }, data, {.folds = 6});
  EXPECT_THAT(cv.predicted, ElementsAre(0, 0, 1, 0, 1, 1));  // 2.5 is nearest to 3.5, and 3.5 to 2.5
  EXPECT_NEAR(cv.mean, 4 / 6.0, 1e-12);
}
// [end]

TEST(Measuring, EverySampleIsJudgedOnceByAModelThatHasNotSeenIt) {
  const std::vector<Split> splits = fold_splits(folds(10, 5, 0));
  std::vector<int> judged(10);
  for (const Split& split : splits) {
    EXPECT_EQ(split.train.size(), 8u);
    for (const int row : split.validation) {
      ++judged[static_cast<size_t>(row)];
      EXPECT_EQ(std::count(split.train.begin(), split.train.end(), row), 0);
    }
  }
  EXPECT_THAT(judged, testing::Each(1));
}

// [duel]
TEST(Measuring, TheSameSevenPicturesCanBeMuchOrNothing) {
  const McNemar few = mcnemar(1, 8);
  EXPECT_TRUE(few.exact);
  EXPECT_NEAR(few.p, 0.0391, 5e-5);  // 2 (1 + 9) / 2^9 = 20 / 512

  const McNemar many = mcnemar(13, 20);
  EXPECT_FALSE(many.exact);
  EXPECT_NEAR(many.chi_squared, 1.0909, 5e-5);  // (7 - 1)^2 / 33
  EXPECT_NEAR(many.p, 0.2963, 5e-5);
}
// [end]

// [sure]
TEST(Measuring, BeingSureAndWrongIsExpensive) {
  const std::vector<int> labels = {0, 0, 0};
  const Tensor modest({3, 2}, {0.9f, 0.1f, 0.8f, 0.2f, 0.4f, 0.6f}),
      sure({3, 2}, {0.9f, 0.1f, 0.8f, 0.2f, 0.01f, 0.99f});
  EXPECT_NEAR(log_loss(modest, labels), 0.4149, 5e-5);  // (0.1054 + 0.2231 + 0.9163) / 3
  EXPECT_NEAR(log_loss(sure, labels), 1.6446, 5e-5);    // (0.1054 + 0.2231 + 4.6052) / 3
  EXPECT_EQ(argmax_rows(modest), argmax_rows(sure));    // both are right for two of three
}
// [end]

// Of two settings the grid takes the one that is better on the validation rows, whatever the rest would say.
TEST(Measuring, AGridSearchSeesValidationRowsOnly) {
  const Dataset data{Samples(Tensor({6, 1}, {0, 1, 2.5f, 3.5f, 5, 6})), {0, 0, 0, 1, 1, 1}, {"sock", "hat"}};
  const std::vector<Split> splits = {{{0, 1, 4, 5}, {2, 3}}};
  const GridSearch search = grid_search(
      {{"k", {"4", "1"}}}, [](const Setting& s) { return std::make_unique<Knn>(std::stoi(s.at("k"))); }, data, splits);
  EXPECT_THAT(search.rows[0].accuracies, ElementsAre(0.5));  // two against two: a sock both times
  EXPECT_THAT(search.rows[1].accuracies, ElementsAre(1));
  EXPECT_EQ(search.best, 1);
}

TEST(Measuring, BestFeaturesTakesThoseThatDiffer) {
  const Dataset data{Samples(Tensor({4, 3}, {1, 5, 0, 2, 5, 0, 1, 9, 3, 2, 9, 3})), {0, 0, 1, 1}, {"a", "b"}};
  BestFeatures best(2);
  best.fit(data);
  Tensor y;
  best.apply(data.x, y);
  EXPECT_THAT(y.row(2), ElementsAre(9, 3));  // column 1 differs by 4, column 2 by 3, column 0 not at all
}

}  // namespace
}  // namespace thimble
