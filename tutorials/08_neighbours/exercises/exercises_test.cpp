#include "exercises.h"

#include <set>

#include "classic/knn.h"
#include "data/source.h"
#include "data/synthetic.h"
#include "exercise/exercise.h"

class NearestOnes : public Exercise {};

TEST_F(NearestOnes, DistanceOfAnyOrder) {
  const std::vector<double> a = {13, 14}, b = {10, 10};  // point 0 of the chapter and its query
  EXPECT_NEAR(distance(a, b, 1), 7, 1e-12);
  EXPECT_NEAR(distance(a, b, 2), 5, 1e-12);
  EXPECT_NEAR(distance(a, b, 3), 4.4979, 1e-4) << "the cube root of 91";
  EXPECT_NEAR(distance(a, b, 50), 4, 1e-4) << "nearly the larger of both";
  EXPECT_NEAR(distance(a, b, 0), 4, 1e-12) << "0 stands for infinity";
  EXPECT_NEAR(distance(a, a, 3), 0, 1e-12);
  EXPECT_NEAR(distance(b, a, 1), 7, 1e-12) << "the other way round";
}

TEST_F(NearestOnes, TableOfSquaredDistances) {
  const thimble::TrainTest data = thimble::load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  const thimble::Samples few = data.test.x.subset(std::vector<int>{0, 1, 2, 3, 4});
  const std::vector<int64_t> table = squared_distances(few, data.train.x);
  ASSERT_EQ(table.size(), 5u * 200u);
  for (int q = 0; q < 5; ++q)
    for (int i = 0; i < 200; ++i) {
      int64_t sum = 0;
      for (size_t p = 0; p < 784; ++p) {
        const int difference = few.bytes(q)[p] - data.train.x.bytes(i)[p];
        sum += difference * difference;
      }
      ASSERT_EQ(table[size_t(q * 200 + i)], sum) << "query " << q << ", sample " << i;
    }
}

TEST_F(NearestOnes, CondensedSetIsSmallAndStillRight) {
  const thimble::Dataset data = thimble::moons(200, 0.1f, 4);
  const std::vector<int> taken = condensed(data);
  ASSERT_FALSE(taken.empty());
  EXPECT_EQ(taken[0], 0);
  EXPECT_EQ(std::set<int>(taken.begin(), taken.end()).size(), taken.size()) << "none is taken twice";
  EXPECT_LT(taken.size(), 50u) << "of 200";
  thimble::Knn knn(1);
  knn.fit(data.subset(taken));
  EXPECT_EQ(knn.predict(data.x), data.labels) << "all 200 are still called rightly";
}
