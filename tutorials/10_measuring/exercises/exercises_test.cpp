#include "exercises.h"

#include "../report_matrix.h"
#include "classic/knn.h"
#include "data/synthetic.h"
#include "exercise/exercise.h"
#include "learn/mcnemar.h"

namespace thimble {
namespace {

class Measuring : public Exercise {};

const MakeClassifier kNearest = [] { return std::make_unique<Knn>(1); };

// Modify. Each of six samples alone, judged by the other five.
TEST_F(Measuring, NoModelHasSeenWhatItIsJudgedOn) {
  const Dataset data{Samples(Tensor({6, 1}, {0, 1, 2.5f, 3.5f, 5, 6})), {0, 0, 0, 1, 1, 1}, {"sock", "hat"}};
  std::vector<std::vector<int>> alone;
  for (int n = 0; n < 6; ++n) alone.push_back({n});
  const std::vector<double> accuracies = fold_accuracies(kNearest, data, fold_splits(alone));
  ASSERT_EQ(accuracies.size(), 6u);
  const double expected[] = {1, 1, 0, 0, 1, 1};
  for (size_t n = 0; n < 6; ++n) EXPECT_EQ(accuracies[n], expected[n]) << "sample " << n;
}

TEST_F(Measuring, YourFoldsAreTheLibrarys) {
  const Dataset data = blobs(60, 3, 2, 0.4f, 3);
  const CrossValidation cv = cross_validate(kNearest, data, {.folds = 5, .seed = 2});
  EXPECT_EQ(fold_accuracies(kNearest, data, fold_splits(folds(60, 5, 2))), cv.accuracies);
}

// Complete. `b` samples that only the first has right, `c` that only the second.
double p_of(int b, int c) {
  std::vector<int> truth(static_cast<size_t>(b + c + 4), 1), first = truth, second = truth;
  for (int n = 0; n < b + c; ++n) (n < b ? second : first)[static_cast<size_t>(n)] = 0;
  return exact_p(truth, first, second);
}

TEST_F(Measuring, ExactPByHand) {
  EXPECT_NEAR(p_of(1, 8), 20 / 512.0, 1e-12);
  EXPECT_NEAR(p_of(5, 0), 2 / 32.0, 1e-12);
  EXPECT_EQ(p_of(4, 4), 1);
  EXPECT_EQ(p_of(0, 0), 1);
}

TEST_F(Measuring, YourPIsTheLibrarys) {
  for (int b = 0; b <= 10; ++b)
    for (int c = 0; c <= 10; ++c) EXPECT_NEAR(p_of(b, c), mcnemar(b, c).p, 1e-12) << b << " against " << c;
}

// Make.
void expect_repairs(const std::vector<Repair>& found, const std::vector<Repair>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].column, expected[i].column);
    EXPECT_EQ(found[i].read, expected[i].read);
    EXPECT_EQ(found[i].meant, expected[i].meant);
  }
}

TEST_F(Measuring, TheTrousersHaveTwoRepairs) {
  expect_repairs(one_digit_repairs(kReported[1], 1000), {{1, 909, 969}, {3, 22, 82}});
}

TEST_F(Measuring, RepairsKeepTheNumberOfDigits) {
  expect_repairs(one_digit_repairs({12, 5}, 27), {{0, 12, 22}});
  expect_repairs(one_digit_repairs({10, 9}, 10), {{1, 9, 0}});
  expect_repairs(one_digit_repairs({7}, 107), {});
}

}  // namespace
}  // namespace thimble
