#include "exercises.h"

#include "10_measuring/report_matrix.h"
#include "core/error.h"
#include "exercise/exercise.h"

using namespace thimble;

class Reading : public Exercise {};

ConfusionMatrix as_printed() {
  ConfusionMatrix m(10);
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 10; ++j) m.add(i, j, kReported[size_t(i)][size_t(j)]);
  return m;
}

TEST_F(Reading, AMatrixThatLostPicturesIsRefused) {
  try {
    accuracy_of(as_printed(), 1000);
    FAIL() << "9,940 pictures were believed to be 10,000";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind, Error::data);
    const std::string message = e.what();
    for (const char* word : {"row 1", "expected", "1000", "940"})
      EXPECT_NE(message.find(word), std::string::npos) << message << " lacks " << word;
  }
}

TEST_F(Reading, AMovedPictureIsFoundThoughTheTotalIsRight) {
  ConfusionMatrix m(2);
  m.add(0, 0, 9);
  m.add(1, 1, 11);
  EXPECT_THROW(accuracy_of(m, 10), Error);
}

TEST_F(Reading, AWholeMatrixKeepsItsAccuracy) {
  ConfusionMatrix m = as_printed();
  m.add(1, 1, 60);
  try {
    EXPECT_NEAR(accuracy_of(m, 1000), .8991, 1e-12);
    EXPECT_THROW(accuracy_of(m, 999), Error);
  } catch (const Error& e) {
    ADD_FAILURE() << "refused: " << e.what();
  }
}

TEST_F(Reading, FewCoinsByHand) {
  EXPECT_NEAR(at_most(0, 3, .5), 1 / 8.0, 1e-12);
  EXPECT_NEAR(at_most(1, 3, .5), 4 / 8.0, 1e-12);
  EXPECT_NEAR(at_most(3, 3, .5), 1, 1e-12);
  EXPECT_NEAR(at_most(56, 60, .8961), 1 - .117837, 1e-6);  // all galleries but those with 57 and more
}

TEST_F(Reading, TenThousandPicturesAreNoTrouble) {
  EXPECT_NEAR(at_most(8961, 10000, .8961), .5048, 1e-4);
  EXPECT_NEAR(at_most(8901, 10000, .8961), .0263, 1e-4);
}

TEST_F(Reading, ASplitCanBeReadOff) {
  const std::vector<double> train = {.934296, .937574, .938944, .937944, .926704, .930333,
                                     .934444, .928037, .916222, .901648, .883204, .863926};
  EXPECT_EQ(possible_sizes(train, 6, 100, 70000), std::vector<int>{54000});
  EXPECT_EQ(possible_sizes({.897167, .894000, .897500, .896167}, 6, 5000, 13000), (std::vector<int>{6000, 12000}));
}

TEST_F(Reading, TwoDecimalsSayNothing) { EXPECT_EQ(possible_sizes({.95}, 2, 100, 200).size(), 101u); }
