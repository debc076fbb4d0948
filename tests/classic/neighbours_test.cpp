#include "classic/neighbours.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "classic/small_sets.h"
#include "core/rng.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::ElementsAreArray;

constexpr Metric kMetrics[] = {Metric::l1, Metric::l2, Metric::l3, Metric::linf};

Samples pictures(int width, std::vector<uint8_t> bytes) { return Samples({1, width}, std::move(bytes)); }

Samples noise(int n, int width, uint64_t seed, int values = 256) {
  Rng rng(seed, Purpose::test, 0);
  std::vector<uint8_t> bytes(static_cast<size_t>(n) * static_cast<size_t>(width));
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(rng.below(values));
  return pictures(width, std::move(bytes));
}

Samples as_features(const Samples& x) {
  Tensor t({x.size(), x.sample().size()});
  for (int i = 0; i < x.size(); ++i) std::copy(x.bytes(i).begin(), x.bytes(i).end(), t.row(i).begin());
  return Samples(t);
}

// a = (0, 0), b = (3, 4), c = (5, 0); from q = (1, 1):
//        a       b               c
//   l1   2       5               5
//   l2   1.414   3.606           4.123
//   l3   1.260   3.271           4.020
//   linf 1       3               4
TEST(Neighbours, OfFourPointsByHand) {
  const Samples train = pictures(2, {0, 0, 3, 4, 5, 0}), query = pictures(2, {1, 1});
  const double third = 1.0 / 3;
  const auto distances = [&](Metric m, const Samples& x, const Samples& q) { return nearest(x, q, 3, m).distance; };
  for (const bool bytes : {true, false}) {
    const Samples x = bytes ? train : as_features(train), q = bytes ? query : as_features(query);
    EXPECT_THAT(distances(Metric::l1, x, q), ElementsAre(2, 5, 5));
    EXPECT_THAT(distances(Metric::l2, x, q), ElementsAre(std::sqrt(2.0), std::sqrt(13.0), std::sqrt(17.0)));
    EXPECT_THAT(distances(Metric::l3, x, q),
                ElementsAre(DoubleNear(std::pow(2, third), 1e-6), DoubleNear(std::pow(35, third), 1e-6),
                            DoubleNear(std::pow(65, third), 1e-6)));
    EXPECT_THAT(distances(Metric::linf, x, q), ElementsAre(1, 3, 4));
    EXPECT_THAT(nearest(x, q, 3, Metric::linf).index, ElementsAre(0, 1, 2));
    EXPECT_THAT(nearest(x, q, 3, Metric::l1).index, ElementsAre(0, 2, 1)) << "b and c are as near: the later first";
  }
}

// The definition: all distances, sorted.
Neighbours by_sorting(const Samples& train, const Samples& queries, int k, Metric metric) {
  Neighbours found{k, {}, {}};
  for (int q = 0; q < queries.size(); ++q) {
    std::vector<std::pair<double, int>> all;
    for (int i = 0; i < train.size(); ++i) {
      double key = 0;
      for (size_t p = 0; p < train.bytes(i).size(); ++p) {
        const double d = std::abs(train.bytes(i)[p] - queries.bytes(q)[p]);
        if (metric == Metric::linf) key = std::max(key, d);
        if (metric == Metric::l1) key += d;
        if (metric == Metric::l2) key += d * d;
        if (metric == Metric::l3) key += d * d * d;
      }
      all.push_back({key, -i});
    }
    std::sort(all.begin(), all.end());
    for (int i = 0; i < k; ++i) found.index.push_back(-all[static_cast<size_t>(i)].second);
  }
  return found;
}

TEST(Neighbours, OfBytesAreThoseOfTheSortedDistances) {
  for (const Metric metric : kMetrics)
    for (const int values : {256, 2}) {  // two grey levels: many ties
      const Samples train = noise(301, 29, 1, values), few = noise(3, 29, 2, values), many = noise(70, 29, 3, values);
      for (const Samples& queries : {few, many})
        EXPECT_EQ(nearest(train, queries, 7, metric).index, by_sorting(train, queries, 7, metric).index)
            << metric_name(metric) << ", " << queries.size();
    }
}

// p = 1.5 between (0, 0) and (1, 4): 1 + 8 = 9, and 9^(2/3) = 4.327; to (2, 3): 2^1.5 + 3^1.5 = 8.025, and 4.008.
TEST(Neighbours, AnyOrderIsMinkowskis) {
  const Samples train = pictures(2, {1, 4, 2, 3}), query = pictures(2, {0, 0});
  for (const bool bytes : {true, false}) {
    const Neighbours found =
        bytes ? nearest(train, query, 2, Metric{1.5}) : nearest(as_features(train), as_features(query), 2, Metric{1.5});
    EXPECT_THAT(found.index, ElementsAre(1, 0));
    EXPECT_NEAR(found.distance[0], std::pow(std::pow(2, 1.5) + std::pow(3, 1.5), 1 / 1.5), 1e-12);
    EXPECT_NEAR(found.distance[1], std::pow(9, 1 / 1.5), 1e-12);
  }
}

TEST(Neighbours, AnyOrderMeetsTheFastOnesWhereTheyAreNear) {
  const Samples train = noise(200, 300, 21), queries = noise(12, 300, 22);
  for (const Metric metric : {Metric::l1, Metric::l2, Metric::l3}) {
    const Neighbours fast = nearest(train, queries, 5, metric),
                     slow = nearest(train, queries, 5, Metric{metric.p + 1e-13});
    EXPECT_EQ(slow.index, fast.index) << metric_name(metric);
    for (size_t i = 0; i < fast.distance.size(); ++i) EXPECT_NEAR(slow.distance[i], fast.distance[i], 1e-6);
  }
}

// Wide enough to be given up between blocks of columns; the last columns decide, and many pairs are equally far.
TEST(Neighbours, GivingUpEarlyLosesNobody) {
  Samples train = noise(500, 700, 23, 3), queries = noise(9, 700, 24, 3);
  for (const Metric metric : {Metric::l3, Metric::linf}) {
    EXPECT_EQ(nearest(train, queries, 6, metric).index, by_sorting(train, queries, 6, metric).index)
        << metric_name(metric);
  }
  train = noise(400, 300, 25);
  queries = noise(9, 300, 26);
  for (const Metric metric : kMetrics)
    EXPECT_EQ(nearest(train, queries, 4, metric).index, by_sorting(train, queries, 4, metric).index)
        << metric_name(metric);
}

TEST(Neighbours, CrossTheBordersOfAllBlocks) {
  const Samples train = noise(4500, 6, 4, 16), queries = noise(400, 6, 5, 16);
  EXPECT_EQ(nearest(train, queries, 3, Metric::l2).index, by_sorting(train, queries, 3, Metric::l2).index);
  EXPECT_EQ(nearest(noise(250, 5000, 6), noise(20, 5000, 7), 3, Metric::l1).index,
            by_sorting(noise(250, 5000, 6), noise(20, 5000, 7), 3, Metric::l1).index);
}

TEST(Neighbours, OfFeaturesAreThoseOfTheSameBytes) {
  const Samples train = noise(120, 37, 8), queries = noise(21, 37, 9);
  for (const Metric metric : kMetrics)
    EXPECT_EQ(nearest(as_features(train), as_features(queries), 4, metric).index,
              nearest(train, queries, 4, metric).index)
        << metric_name(metric);
}

TEST(Neighbours, AreTheSameForAnyThreadsAndBatches) {
  const Samples train = noise(700, 50, 10), queries = noise(40, 50, 11);
  for (const Metric metric : {Metric::l2, Metric::l3}) {
    const Neighbours all = nearest(train, queries, 3, metric);
    for (const int threads : {1, 2, 3, 7}) {
      set_threads(threads);
      EXPECT_EQ(nearest(train, queries, 3, metric).index, all.index);
    }
    set_threads(0);
    for (int q = 0; q < queries.size(); ++q) {
      const int row[] = {q};
      const Neighbours alone = nearest(train, queries.subset(row), 3, metric);
      EXPECT_TRUE(std::equal(alone.index.begin(), alone.index.end(), all.index.begin() + 3 * q)) << q;
      EXPECT_TRUE(std::equal(alone.distance.begin(), alone.distance.end(), all.distance.begin() + 3 * q)) << q;
    }
  }
}

TEST(Neighbours, OfASubsetAreNumberedWithinIt) {
  const Samples train = noise(300, 20, 12);
  std::vector<int> rows;
  for (int i = 299; i >= 0; i -= 3) rows.push_back(i);
  const Samples subset = train.subset(rows);
  for (int count : {1, 40}) {
    std::vector<int> some(rows.begin(), rows.begin() + count);
    const Neighbours found = nearest(subset, train.subset(some), 1, Metric::l2);
    for (int q = 0; q < count; ++q) {
      EXPECT_EQ(found.index[static_cast<size_t>(q)], q);
      EXPECT_EQ(found.distance[static_cast<size_t>(q)], 0);
    }
  }
}

TEST(Neighbours, ExtremePicturesStayExact) {
  std::vector<uint8_t> black(784, 0), white(784, 255), both = black;
  both.insert(both.end(), white.begin(), white.end());
  const Samples train = pictures(784, both);
  std::vector<uint8_t> many;
  for (int i = 0; i < 20; ++i) many.insert(many.end(), white.begin(), white.end());
  const Neighbours found = nearest(train, pictures(784, many), 2, Metric::l2);
  for (size_t q = 0; q < 20; ++q) {
    EXPECT_EQ(found.index[2 * q], 1);
    EXPECT_EQ(found.distance[2 * q], 0);
    EXPECT_DOUBLE_EQ(found.distance[2 * q + 1], 28 * 255.0);
  }
}

TEST(Neighbours, RefuseWhatDoesNotFit) {
  const Samples train = noise(5, 4, 1), other = noise(2, 3, 1);
  EXPECT_ERROR(nearest(train, train, 0, Metric::l2), usage,
               "expected k from 1 to 5, the number of training samples, got 0");
  EXPECT_ERROR(nearest(train, train, 6, Metric::l2), usage, "got 6");
  EXPECT_ERROR(nearest(train, other, 1, Metric::l2), usage, "expected samples of shape (1, 4), got (1, 3)");
  EXPECT_ERROR(nearest(train, train, 1, Metric{0.5}), usage, "expected p from 1 to 100, got 0.5");
  Tensor features({2, 1, 4});
  EXPECT_ERROR(nearest(train, Samples(features), 1, Metric::l2), usage,
               "expected pictures as in training, got features");
  EXPECT_EQ(nearest(train, train.subset({}), 1, Metric::l2).index.size(), 0u);
}

TEST(Neighbours, MetricsHaveNames) {
  for (const Metric metric : kMetrics) EXPECT_EQ(metric_named(metric_name(metric)), metric);
  EXPECT_EQ(metric_name(Metric::linf), "linf");
  EXPECT_EQ(metric_name(Metric{1.5}), "l1.5");
  EXPECT_EQ(metric_named("l2.50"), Metric{2.5});
  EXPECT_EQ(metric_named("l2.0"), Metric::l2);
  for (const char* none : {"", "l", "2", "l0.99", "l101", "linfinity", "l-1", "lnan", "l1.5x"})
    EXPECT_FALSE(metric_named(none).has_value()) << none;
}

}  // namespace
}  // namespace thimble
