// Every number that chapter 08 works out by hand, in plain loops and in the library.

#include <gtest/gtest.h>

#include "classic/knn.h"
#include "core/rng.h"
#include "support/worked.h"
#include "voting.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/08_neighbours/README.md");

double distance_to(Metric metric, int point) {
  const Neighbours found = nearest(five_points().x, query_point(), 5, metric);
  for (size_t i = 0; i < 5; ++i)
    if (found.index[i] == point) return found.distance[i];
  return -1;
}

double posterior_of_a(int k, Weights weights) {
  Knn knn(k, Metric::l2, weights);
  knn.fit(five_points());
  Tensor p;
  knn.scores(query_point(), p);
  return double(p(0, 0));
}

TEST(Metrics, OfPointZeroByHand) {
  const Dataset five = five_points();
  const Samples query = query_point();
  const std::span<const uint8_t> x = five.x.bytes(0), q = query.bytes(0);
  text.expect("L_1", 7, minkowski(x, q, 1));
  text.expect("L_2", 5, minkowski(x, q, 2));
  text.expect("L_3", 4.4979, minkowski(x, q, 3));
  text.expect("L_\\infty", 4, largest_difference(x, q));
}

TEST(Metrics, LibraryAgreesForAllFivePoints) {
  const Dataset five = five_points();
  const Samples query = query_point();
  for (int n = 0; n < 5; ++n) {
    const std::span<const uint8_t> x = five.x.bytes(n), q = query.bytes(0);
    EXPECT_NEAR(distance_to(Metric::l1, n), minkowski(x, q, 1), 1e-9) << n;
    EXPECT_NEAR(distance_to(Metric::l2, n), minkowski(x, q, 2), 1e-9) << n;
    EXPECT_NEAR(distance_to(Metric::l3, n), minkowski(x, q, 3), 1e-9) << n;
    EXPECT_NEAR(distance_to(Metric::linf, n), largest_difference(x, q), 1e-9) << n;
  }
}

// [ties]
TEST(Ties, OfEqualDistancesTheLaterSampleIsNearer) {
  EXPECT_EQ(distance_to(Metric::l2, 0), distance_to(Metric::l2, 1));
  EXPECT_EQ(nearest(five_points().x, query_point(), 2, Metric::l2).index, (std::vector<int>{1, 0}));
}

TEST(Ties, OfEqualPosteriorsTheSmallerClassWins) {
  Knn knn(2);
  knn.fit(five_points());
  EXPECT_EQ(posterior_of_a(2, Weights::uniform), 0.5);
  EXPECT_EQ(knn.predict(query_point())[0], 0);
}
// [end]

TEST(Votes, ByHand) {
  text.expect("P(A) \\text{ (k = 3)}", 0.6667, posterior_of_a(3, Weights::uniform));
  text.expect("P(A) \\text{ (k = 5)}", 0.4, posterior_of_a(5, Weights::uniform));
  const double a = 1 / 5.0 + 1 / std::sqrt(32.0), b = 1 / 5.0 + 1 / 6.0 + 1 / 150.0;
  text.expect("v_A", 0.3768, a);
  text.expect("v_B", 0.3733, b);
  text.expect("P(A) \\text{ (weighted)}", 0.5023, a / (a + b));
  EXPECT_NEAR(posterior_of_a(5, Weights::distance), a / (a + b), 1e-6);
}

TEST(Integers, SquaredDistanceFromAProduct) {
  const Dataset five = five_points();
  const Samples query = query_point();
  const std::span<const uint8_t> x = five.x.bytes(0), q = query.bytes(0);
  EXPECT_EQ(dot(q, q), 200);
  EXPECT_EQ(dot(x, x), 365);
  EXPECT_EQ(dot(q, x), 270);
  text.expect("|q - x|^2", 25, double(squared_distance(q, x)));
  int64_t sum = 0, shifted = 0;
  for (size_t i = 0; i < 2; ++i) {
    sum += q[i];
    shifted += q[i] * (x[i] - 128);
  }
  text.expect("\\text{shifted}", 25, double(dot(q, q) - 256 * sum + dot(x, x) - 2 * shifted));
}

TEST(Integers, NeedMoreDigitsThanAFloatHas) {
  EXPECT_EQ(784 * 255 * 255, 50979600);
  EXPECT_EQ(float(50979600 - 1), float(50979600)) << "two distances that a float cannot tell apart";
}

TEST(Integers, TilesFindTheNeighboursOfThePlainFormula) {
  Rng rng(3);
  std::vector<uint8_t> a(40 * 30), b(20 * 30);
  for (uint8_t& v : a) v = uint8_t(rng.below(256));
  for (uint8_t& v : b) v = uint8_t(rng.below(256));
  const Samples train({1, 30}, a), queries({1, 30}, b);
  const Neighbours found = nearest(train, queries, 1, Metric::l2);
  for (int q = 0; q < 20; ++q) {
    int best = 0;
    for (int i = 0; i < 40; ++i)
      if (squared_distance(queries.bytes(q), train.bytes(i)) <= squared_distance(queries.bytes(q), train.bytes(best)))
        best = i;
    EXPECT_EQ(found.index[size_t(q)], best);
  }
}

TEST(Dimensions, EdgeOfACubeThatHoldsATenth) {
  text.expect("s(1)", 0.1, 0.1);
  text.expect("s(2)", 0.3162, pow_exact(0.1, 1 / 2.0));
  text.expect("s(10)", 0.7943, pow_exact(0.1, 1 / 10.0));
  text.expect("s(784)", 0.9971, pow_exact(0.1, 1 / 784.0));
}

TEST(CoverAndHart, BoundOfTwoBells) {
  const double least = 0.1587;  // of a normal value, to be above 1
  text.expect("P_1", 0.267, least * (2 - 2 * least));
}

}  // namespace
