#include "exercises.h"

#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "core/rng.h"
#include "exercise/exercise.h"

namespace thimble {
namespace {

class Clusters : public Exercise {};

Tensor some_points(int n) {
  Rng rng(3, Purpose::test);
  Tensor x({n, 2});
  for (float& v : x.values()) v = rng.normal();
  return x;
}

// Modify. 4, 2 and 9 go to the first unit: 4, then 3, then 5.
TEST_F(Clusters, AUnitIsTheMeanOfAllThatItHasWon) {
  Tensor units({2, 1}, {7, 100});
  std::vector<int> wins(2);
  const float expected[] = {4, 3, 5};
  const Tensor x({3, 1}, {4, 2, 9});
  for (int n = 0; n < 3; ++n) {
    move_winner(units, wins, x.row(n));
    EXPECT_FLOAT_EQ(units(0, 0), expected[n]) << "after sample " << n;
    EXPECT_EQ(wins[0], n + 1);
  }
  EXPECT_EQ(units(1, 0), 100) << "only the winner moves";
}

// Complete.
TEST_F(Clusters, CentresAreMeans) {
  const Tensor x({4, 2}, {0, 0, 2, 0, 6, 0, 8, 4});
  Tensor centres({3, 2}, {0, 0, 9, 9, 5, 5});
  update_centres(x, {0, 0, 2, 2}, centres);
  const float expected[] = {1, 0, 9, 9, 7, 2};
  for (int i = 0; i < 6; ++i) EXPECT_FLOAT_EQ(centres(i / 2, i % 2), expected[i]) << "centre " << i / 2;
}

TEST_F(Clusters, YourUpdateIsTheLibrarys) {
  const Tensor x = some_points(100);
  const Samples samples(x);
  Tensor yours({3, 2}, {-1, 0, 0, 1, 1, 0});
  KMeans kmeans;
  kmeans.start_from(samples, yours);
  kmeans.step();
  update_centres(x, kmeans.labels(), yours);
  for (int j = 0; j < 3; ++j)
    for (int p = 0; p < 2; ++p) EXPECT_NEAR(yours(j, p), kmeans.centroids()(j, p), 1e-5) << "centre " << j;
}

// Make.
TEST_F(Clusters, TheWinnerPullsItsNeighboursAlong) {
  Tensor units({3, 1}, {0, 5, 10});
  const float x[] = {6};
  move_map(units, 3, x, 0.5, 1);
  EXPECT_NEAR(units(0, 0), 1.8196, 5e-5);
  EXPECT_NEAR(units(1, 0), 5.5, 1e-6);
  EXPECT_NEAR(units(2, 0), 8.7869, 5e-5);
}

TEST_F(Clusters, YourMapIsTheLibrarys) {
  const Tensor x = some_points(50);
  const Samples samples(x);
  Tensor yours({12, 2});
  for (int i = 0; i < 12; ++i)
    for (int p = 0; p < 2; ++p) yours(i, p) = 0.1f * static_cast<float>(i * (p + 1) % 12) - 0.5f;
  Kohonen map({.rows = 3,
               .columns = 4,
               .rate = 0.3,
               .last_rate = 0.3,
               .radius = 1.5,
               .last_radius = 1.5,
               .passes = 1,
               .shuffled = false});
  map.start_from(samples, yours);
  while (map.step()) continue;
  for (int n = 0; n < 50; ++n) move_map(yours, 4, x.row(n), 0.3, 1.5);
  for (int i = 0; i < 12; ++i)
    for (int p = 0; p < 2; ++p) EXPECT_NEAR(yours(i, p), map.centroids()(i, p), 1e-4) << "unit " << i;
}

}  // namespace
}  // namespace thimble
