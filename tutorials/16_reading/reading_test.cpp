// Every number that chapter 16 works out by hand, and what the reports' own numbers say to its checks.

#include <gtest/gtest.h>

#include <algorithm>

#include "10_measuring/report_matrix.h"
#include "app/grid_table.h"
#include "checks.h"
#include "nn/trainer.h"
#include "support/worked.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers page(THIMBLE_SOURCE_DIR "/tutorials/16_reading/README.md");

std::vector<double> column(const char* grid, const char* figure) {
  std::vector<double> numbers;
  for (const Figures& row : reported_grid(builtin_recipe(grid))) numbers.push_back(row.at(figure));
  return numbers;
}

TEST(Reading, ASplitIsInTheDecimals) {
  page.expect("k", 50451.984, .934296 * 54000);
  EXPECT_TRUE(is_share(.934296, 6, 54000));   // 50452 / 54000 = .9342963
  EXPECT_FALSE(is_share(.934296, 6, 60000));  // 56057.76: .934283 or .9343
  page.expect("\\text{by luck}", 0.054, 54000 / 1e6);
  for (const char* grid : {"S4-grid2", "S4-grid3"}) {
    EXPECT_EQ(shares(column(grid, "train_accuracy"), 6, 54000), 12);
    EXPECT_EQ(shares(column(grid, "validation_accuracy"), 6, 6000), 12);
    EXPECT_LE(shares(column(grid, "train_accuracy"), 6, 60000), 3);
  }
}

// [only]
// Of all sizes up to 70,000 there is one of which all 24 figures are shares.
TEST(Reading, NoOtherSizeFits) {
  std::vector<double> all = column("S4-grid2", "train_accuracy");
  for (const double figure : column("S4-grid3", "train_accuracy")) all.push_back(figure);
  std::vector<int> fitting;
  for (int n = 100; n <= 70000; ++n)
    if (shares(all, 6, n) == 24) fitting.push_back(n);
  EXPECT_EQ(fitting, std::vector<int>{54000});
}
// [end]

TEST(Reading, FourDecimalsOfTenThousandSayNothing) {
  for (int i = 0; i <= 10000; ++i) ASSERT_TRUE(is_share(i / 1e4, 4, 10000));
}

TEST(Reading, MatricesAndTextsOfOtherEpochs) {
  const ConfusionMatrix train = matrix_of(reported("S1-A", "train_confusion"));
  EXPECT_EQ(train.trace(), 48069);
  EXPECT_EQ(train.total(), 55000);
  page.expect("\\sigma_{.8740}", 0.0014, standard_error(.8740, 55000));
  page.expect("z", 5.3502, apart(.8740, 55000, .8631, 55000));
  page.expect("z_{S0}", 3.7216, apart(.8189, 10000, .7982, 10000));
  page.expect("z_{\\text{seeds}}", 0.1989, (.8189 - .7982) / (.0736 * std::sqrt(2.0)));
}

TEST(Reading, TheRowsAreTheLabelsOfTheLast55000) {
  const ConfusionMatrix train = matrix_of(reported("S1-A", "train_confusion"));
  const int first_5000[] = {457, 556, 504, 501, 488, 493, 493, 512, 490, 506};
  for (int k = 0; k < 10; ++k) EXPECT_EQ(train.row_total(k), 6000 - first_5000[k]) << kClothes[size_t(k)];
}

// [shirts]
TEST(Reading, TheWorstClassIsTheShirtAndThatIsNumberSix) {
  const ConfusionMatrix test = matrix_of(reported("S1-A", "test_confusion"));
  EXPECT_EQ(kClothes[6], "Shirt");
  EXPECT_NEAR(test.recall(6), .603, 1e-9);
  EXPECT_NEAR(test.recall(0), .811, 1e-9);
  const ConfusionMatrix train = matrix_of(reported("S1-A", "train_confusion"));
  EXPECT_EQ(train(0, 6) + train(6, 0), 1235);  // T-shirts and shirts, whom the report names
  EXPECT_EQ(train(2, 4) + train(4, 2), 1096);  // pullovers and coats, whom it does not
}
// [end]

int64_t convolution(int filters, int channels, int window) { return filters * (int64_t(channels) * window + 1); }

// [weights]
TEST(Reading, WeightsOfTheDeepNetworkByHand) {
  const int64_t convolutions = convolution(6, 1, 25) + convolution(32, 6, 9) + convolution(64, 32, 9) +
                               convolution(128, 64, 9) + convolution(256, 128, 9) + convolution(512, 256, 9);
  EXPECT_EQ(convolutions, 1569596);
  const int64_t last = 10 * 257;
  EXPECT_EQ(convolutions + 256 * (512 * 4 * 4 + 1) + last, 3669574);     // 14 - 2 - 2 - 2 - 2 - 2 = 4
  EXPECT_EQ(convolutions + 256 * (512 * 14 * 14 + 1) + last, 27262534);  // every convolution keeps 14 x 14
}
// [end]

TEST(Reading, WeightsOnThePageAndInTheLibrary) {
  page.expect("\\text{valid}", 3669574, double(built("S1-B").parameter_count()));
  page.expect("\\text{same}", 27262534, 1569596 + 25690368 + 2570);
  EXPECT_EQ(built("S3-1").parameter_count() - built("S3-1").parameter_count(true), 1856);
}

// [penalty]
TEST(Reading, ThePenaltyOfANewNetworkByHand) {
  page.expect("R_1", 0.64, .01 * 102400 * 2 / 3200);
  page.expect("R_2", 0.8533, .01 * 73728 * 2 / 1728);
  page.expect("R", 1.4933, first_penalty(built("S3-1")));
  for (uint64_t seed = 1; seed <= 3; ++seed)
    EXPECT_NEAR(l2_penalty(built("S3-1", seed).parameters()), 1.4933, 0.02) << "seed " << seed;
}
// [end]

TEST(Reading, TheFirstLossIsThePenaltyAndAGuess) { page.expect("L_0", 3.7959, 1.49333 + log_exact(10)); }

TEST(Reading, TheGallery) {
  page.expect("P(60)", 0.0014, pow_exact(.8961, 60));
  page.expect("P(59)", 0.0096, 60 * .1039 * pow_exact(.8961, 59));
  page.expect("P(58)", 0.0330, 1770 * pow_exact(.1039, 2) * pow_exact(.8961, 58));
  page.expect("P(57)", 0.0739, 34220 * pow_exact(.1039, 3) * pow_exact(.8961, 57));
  page.expect("P(X \\ge 57)", 0.1178, at_least(57, 60, .8961));
  EXPECT_NEAR(at_least(0, 60, .8961), 1, 1e-12);
}

// [two]
TEST(Reading, TheBetterOfTwoDice) {
  int sum = 0;
  for (int first = 1; first <= 6; ++first)
    for (int second = 1; second <= 6; ++second) sum += std::max(first, second);
  EXPECT_EQ(sum, 161);  // of 36 throws: 4.47, and 3.5 of one die
}
// [end]

TEST(Reading, TheBestOfEquals) {
  page.expect("\\text{better die}", 4.4722, 161 / 36.0);
  page.expect("E_2", 0.5642, expected_best(2));
  EXPECT_NEAR(expected_best(2), 1 / std::sqrt(3.14159265358979), 1e-6);
  EXPECT_NEAR(expected_best(1), 0, 1e-6);
  page.expect("E_{12}", 1.6292, expected_best(12));
  page.expect("\\text{worth}", 0.0051, standard_error(.89, 10000) * expected_best(12));
  page.expect("\\text{peeping}", 0.0022, .8951 - .8929);
}

TEST(Reading, OnlyTheTestSetChoosesTheThirdRow) {
  const std::vector<double> test = column("S4-grid2", "test_accuracy"),
                            seen = column("S4-grid2", "validation_accuracy"),
                            loss = column("S4-grid2", "validation_loss");
  EXPECT_EQ(std::max_element(test.begin(), test.end()) - test.begin() + 1, 3);
  EXPECT_EQ(std::max_element(seen.begin(), seen.end()) - seen.begin() + 1, 1);
  EXPECT_EQ(std::min_element(loss.begin(), loss.end()) - loss.begin() + 1, 6);
}

TEST(Reading, WhatAMistakeCosts) {
  page.expect("c_3", 3.956, .34615 / .0875);
  page.expect("c_4", 2.7549, .24629 / .0894);
  page.expect("p_3", 0.0191, exp_exact(-.34615 / .0875));
  page.expect("p_4", 0.0636, exp_exact(-.24629 / .0894));
}

}  // namespace
