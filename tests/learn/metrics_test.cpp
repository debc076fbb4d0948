#include "learn/metrics.h"

#include <gmock/gmock.h>

#include "learn/reports_golden.h"
#include "support/throws.h"

#ifdef THIMBLE_LOCALES
#include "support/comma_locale.h"
#endif

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ConfusionMatrix matrix_of(const Golden& golden) {
  const int classes = static_cast<int>(golden.classes.size());
  ConfusionMatrix m(classes);
  for (int i = 0; i < classes; ++i)
    for (int j = 0; j < classes; ++j) m.add(i, j, golden.counts[static_cast<size_t>(i * classes + j)]);
  return m;
}

const Golden& golden(const std::string& name) {
  for (const Golden& g : kGoldens)
    if (g.name == name) return g;
  ADD_FAILURE() << "no golden " << name;
  return kGoldens[0];
}

// 4 samples of class 0 (3 right), 1 of class 1 (right), 0 of class 2.
const std::vector<int> kTruth = {0, 0, 0, 0, 1}, kCalled = {0, 1, 0, 0, 1};

TEST(ConfusionMatrix, CountsRowsOfTruthAndColumnsOfAnswers) {
  const ConfusionMatrix m(kTruth, kCalled, 3);
  EXPECT_EQ(m(0, 0), 3);
  EXPECT_EQ(m(0, 1), 1);
  EXPECT_EQ(m(1, 0), 0);
  EXPECT_EQ(m.total(), 5);
  EXPECT_EQ(m.trace(), 4);
  EXPECT_EQ(m.row_total(0), 4);
  EXPECT_EQ(m.column_total(1), 2);
}

TEST(ConfusionMatrix, FiguresByHand) {
  const ConfusionMatrix m(kTruth, kCalled, 3);
  EXPECT_DOUBLE_EQ(m.accuracy(), 0.8);
  EXPECT_DOUBLE_EQ(m.precision(0), 1);
  EXPECT_DOUBLE_EQ(m.recall(0), 0.75);
  EXPECT_DOUBLE_EQ(m.f1(0), 2 * 0.75 / 1.75);
  EXPECT_DOUBLE_EQ(m.precision(1), 0.5);
  EXPECT_DOUBLE_EQ(m.recall(1), 1);
  EXPECT_DOUBLE_EQ(m.macro_f1(), (6.0 / 7 + 2.0 / 3 + 0) / 3);
}

TEST(ConfusionMatrix, NothingToDivideByGivesZero) {
  const ConfusionMatrix m(3);
  EXPECT_EQ(m.accuracy(), 0);
  EXPECT_EQ(m.precision(2), 0);
  EXPECT_EQ(m.recall(2), 0);
  EXPECT_EQ(m.f1(2), 0);
  EXPECT_EQ(m.macro_f1(), 0);
}

TEST(ConfusionMatrix, RefusesUnknownClassesAndUnequalLists) {
  EXPECT_ERROR(ConfusionMatrix(kTruth, kCalled, 1), usage, "expected classes from 0 to 0, got 0 called 1");
  EXPECT_ERROR(ConfusionMatrix(kTruth, std::vector<int>{0}, 3), usage, "expected as many answers as labels (5), got 1");
}

// Figures derived from the printed matrices, independently of scikit-learn.
TEST(ConfusionMatrix, AgreesWithThePublishedMatrices) {
  const ConfusionMatrix small = matrix_of(golden("S0_4_test")), large = matrix_of(golden("S1_A_train"));
  EXPECT_EQ(small.trace(), 7982);
  EXPECT_DOUBLE_EQ(small.accuracy(), 0.7982);
  EXPECT_NEAR(small.macro_f1(), 0.7974, 5e-5);
  EXPECT_EQ(small.column_total(4), 1254);
  EXPECT_EQ(large.total(), 55000);
  EXPECT_EQ(large.trace(), 48069);
  EXPECT_NEAR(large.macro_f1(), 0.8737, 5e-5);
}

TEST(MostConfused, AreTheLargestCellsOffTheDiagonal) {
  const auto cells = most_confused(matrix_of(golden("S0_4_test")), 142);
  std::vector<int64_t> counts;
  for (const Confusion& c : cells) counts.push_back(c.count);
  EXPECT_THAT(counts, ElementsAre(210, 195, 145, 142));
  EXPECT_EQ(cells[0].truth, 6);  // Shirt called Coat
  EXPECT_EQ(cells[0].predicted, 4);
}

TEST(ClassificationReport, IsScikitLearnsByteForByte) {
  for (const Golden& g : kGoldens)
    EXPECT_EQ(classification_report(matrix_of(g), g.classes, g.digits), g.report) << g.name;
}

TEST(ClassificationReport, AnEmptyClassIsAllZeros) {
  const std::string report = classification_report(ConfusionMatrix(kTruth, kCalled, 3), {"a", "b", "c"});
  EXPECT_THAT(report, HasSubstr("\n           c       0.00      0.00      0.00         0\n"));
  EXPECT_THAT(classification_report(ConfusionMatrix(1), {"a"}),
              HasSubstr("    accuracy                           0.00         0\n"));
}

#ifdef THIMBLE_LOCALES
TEST(ClassificationReport, DoesNotCareForTheLocale) {
  const CommaLocale here;
  ASSERT_EQ(here.decimal_mark(), ",");
  const Golden& g = golden("S0_4_test");
  EXPECT_EQ(classification_report(matrix_of(g), g.classes), g.report);
}
#endif

TEST(ClassificationReport, WantsANameForEveryClass) {
  EXPECT_ERROR(classification_report(ConfusionMatrix(2), {"a"}), usage, "expected 2 class names, got 1");
}

TEST(ConfusionText, ShowsTotalsSoThatALostSampleIsSeen) {
  const Golden& g = golden("S1_B_test");  // printed with 60 samples of Trouser missing
  const std::string text = confusion_text(matrix_of(g), g.classes);
  EXPECT_THAT(text, HasSubstr("1 Trouser        0  909    2   22    1    0    5    0    1    0    940\n"));
  EXPECT_THAT(text, HasSubstr("0 T-shirt/top  848    0   12   15    4    1  111    0    9    0   1000\n"));
  EXPECT_THAT(text, HasSubstr("total         1019  911  953  964 1098  999  982 1001 1003 1010   9940\n"));
}

TEST(ConfusionText, LayoutOfASmallMatrix) {
  EXPECT_EQ(confusion_text(ConfusionMatrix(kTruth, kCalled, 2), {"cat", "dog"}),
            "true \\ called    0    1  total\n"
            "0 cat            3    1      4\n"
            "1 dog            0    1      1\n"
            "total            3    2      5\n");
}

}  // namespace
}  // namespace thimble
