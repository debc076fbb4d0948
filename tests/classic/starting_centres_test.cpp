#include "classic/starting_centres.h"

#include <gmock/gmock.h>

#include <set>

#include "classic/centre_search.h"
#include "classic/small_sets.h"
#include "core/threads.h"

namespace thimble {
namespace {

std::vector<int> drawn(const Samples& x, int k, int candidates, uint64_t seed) {
  Rng rng(seed, Purpose::cluster);
  return plus_plus_rows(x, k, candidates, rng);
}

TEST(PlusPlus, DrawsInProportionToTheSquaredDistance) {
  // From 0 the others are 1 and 3 away: 3 is drawn with probability 9 / 10; from 1, D^2 = 1 and 4; from 3, 9 and 4.
  const Samples x(Tensor({3, 1}, {0, 1, 3}));
  int from_first = 0, to_third = 0;
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    const std::vector<int> rows = drawn(x, 2, 1, seed);
    EXPECT_NE(rows[0], rows[1]);
    from_first += rows[0] == 0;
    to_third += rows[0] == 0 && rows[1] == 2;
  }
  EXPECT_NEAR(from_first, 1000, 4 * 26);  // four standard deviations
  EXPECT_NEAR(to_third, 0.9 * from_first, 4 * 9.5);
}

TEST(PlusPlus, TakesEverySampleOnceWhereAllAreWanted) {
  for (const int candidates : {0, 1, 4}) {
    const std::vector<int> rows = drawn(clouds(20, 2, 3, 1).x, 40, candidates, 5);
    EXPECT_EQ(std::set<int>(rows.begin(), rows.end()).size(), 40u);
  }
}

TEST(PlusPlus, TakesAnyRowsWhereTooFewSamplesDiffer) {
  const std::vector<int> rows = drawn(Samples(Tensor({4, 1}, {5, 5, 5, 7})), 4, 0, 1);
  EXPECT_THAT(rows, testing::SizeIs(4));
  EXPECT_THAT(std::vector<int>(rows.begin(), rows.begin() + 2), testing::Contains(3));
}

TEST(PlusPlus, PicturesAndTheirFeaturesDrawTheSameRows) {
  const Dataset bytes = byte_clouds(200, 3, 6, 2);
  Tensor values({bytes.size(), 6});
  for (int n = 0; n < bytes.size(); ++n)
    for (int p = 0; p < 6; ++p) values(n, p) = bytes.x.bytes(n)[static_cast<size_t>(p)];
  EXPECT_EQ(drawn(bytes.x, 8, 0, 3), drawn(Samples(std::move(values)), 8, 0, 3));
}

TEST(PlusPlus, DrawsTheSameRowsWhereCandidatesAreMeasuredAtOnce) {
  const Dataset data = byte_clouds(700, 5, 90, 7);
  const CentreSearch search(data.x);
  for (const int candidates : {1, 0, 40}) {
    Rng rng(3, Purpose::cluster);
    EXPECT_EQ(plus_plus_rows(data.x, 12, candidates, rng, &search), drawn(data.x, 12, candidates, 3)) << candidates;
  }
}

TEST(PlusPlus, DependsOnTheSeedAlone) {
  const Dataset data = byte_clouds(900, 3, 6, 4);
  const std::vector<int> rows = drawn(data.x, 8, 0, 3);
  EXPECT_NE(drawn(data.x, 8, 0, 4), rows);
  for (const int count : {1, 2, 7}) {
    set_threads(count);
    EXPECT_EQ(drawn(data.x, 8, 0, 3), rows);
  }
  set_threads(0);
}

TEST(RandomRows, AreDifferent) {
  Rng rng(1, Purpose::cluster);
  const std::vector<int> rows = random_rows(clouds(50, 2, 1, 1).x, 30, rng);
  EXPECT_EQ(std::set<int>(rows.begin(), rows.end()).size(), 30u);
}

TEST(CentresAt, AreTheSamplesAsTheyAreSeen) {
  Samples x({1, 2}, {0, 10, 20, 30});
  x.scale = 0.5f;
  x.shift = 1;
  const std::vector<int> rows = {1, 0};
  const Tensor centres = centres_at(x, rows);
  EXPECT_THAT(centres.values(), testing::ElementsAre(11, 16, 1, 6));
}

}  // namespace
}  // namespace thimble
