#include "classic/moments.h"

#include <gmock/gmock.h>

#include <numeric>

#include "classic/small_sets.h"
#include "core/threads.h"

namespace thimble {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(Moments, ByHand) {
  const Dataset data{Samples({1, 2}, {1, 2, 3, 6, 5, 10}), {0, 1, 1}, {"a", "b"}};
  const Moments m = moments(data.x, origin_for(data.x), true);
  EXPECT_EQ(m.count, 3);
  EXPECT_THAT(m.sums, ElementsAre(9, 18));
  EXPECT_EQ(m.squares, 1 + 4 + 9 + 36 + 25 + 100);
  EXPECT_THAT(m.products.values, ElementsAre(35, 70, 70, 140));
  EXPECT_THAT(m.mean(), ElementsAre(3, 6));
  EXPECT_THAT(m.scatter().values, ElementsAre(8, 16, 16, 32));  // (-2, 0, 2)^2 summed: 8
  EXPECT_EQ(m.scatter_trace(), 40);
}

TEST(Moments, OfEachClass) {
  const Dataset data{Samples({1, 2}, {1, 2, 3, 6, 5, 10}), {0, 1, 1}, {"a", "b", "none"}};
  const std::vector<Moments> classes = class_moments(data, origin_for(data.x), false);
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_THAT(classes[0].mean(), ElementsAre(1, 2));
  EXPECT_THAT(classes[1].mean(), ElementsAre(4, 8));
  EXPECT_EQ(classes[1].scatter_trace(), 2 + 8);
  EXPECT_EQ(classes[2].count, 0);
  EXPECT_EQ(classes[1].products.rows, 0);
}

TEST(Moments, OfBytesAreExactWhateverIsTakenAway) {
  const Dataset data = byte_clouds(20, 3, 17, 1);
  const std::vector<double> origin = origin_for(data.x);
  const std::vector<int> some = {0, 7, 8, 30, 59}, others = [&] {
    std::vector<int> rest;
    for (int n = 0; n < 60; ++n)
      if (std::find(some.begin(), some.end(), n) == some.end()) rest.push_back(n);
    return rest;
  }();
  Moments all = moments(data.x, origin, true);
  all.subtract(moments(data.x, some, origin, true));
  const Moments want = moments(data.x.subset(others), origin, true);
  EXPECT_EQ(all.count, want.count);
  EXPECT_EQ(all.sums, want.sums);
  EXPECT_EQ(all.squares, want.squares);
  EXPECT_EQ(all.products.values, want.products.values);
  all.add(moments(data.x, some, origin, true));
  EXPECT_EQ(all.products.values, moments(data.x, origin, true).products.values);
}

TEST(Moments, OfFeaturesAreThoseOfPlainLoops) {
  for (const int width : {1, 3, 4, 21, 40}) {
    const Dataset data = clouds(200, 2, width, 3);
    const Moments m = moments(data.x, origin_for(data.x), true);
    std::vector<double> mean(static_cast<size_t>(width));
    for (int n = 0; n < data.size(); ++n)
      for (int p = 0; p < width; ++p) mean[static_cast<size_t>(p)] += entry(data.x.features(), n, p) / data.size();
    const MatrixD scatter = m.scatter();
    double trace = 0;
    for (int p = 0; p < width; ++p) {
      EXPECT_THAT(m.mean()[static_cast<size_t>(p)], DoubleNear(mean[static_cast<size_t>(p)], 1e-12));
      for (int q = 0; q < width; ++q) {
        double sum = 0;
        for (int n = 0; n < data.size(); ++n)
          sum += (entry(data.x.features(), n, p) - mean[static_cast<size_t>(p)]) *
                 (entry(data.x.features(), n, q) - mean[static_cast<size_t>(q)]);
        EXPECT_THAT(scatter(p, q), DoubleNear(sum, 1e-9));
        trace += p == q ? sum : 0;
      }
    }
    EXPECT_THAT(m.scatter_trace(), DoubleNear(trace, 1e-9 * trace));
  }
}

TEST(Moments, ALargeCommonPartCostsNoDigits) {
  Dataset data = clouds(100, 2, 3, 4), moved = data;
  Tensor x = data.x.features();
  for (float& v : x.values()) v = std::round(v * 16) / 16;  // so that adding 4096 rounds nothing
  data.x = Samples(x);
  for (float& v : x.values()) v += 4096;
  moved.x = Samples(x);
  const MatrixD a = moments(data.x, origin_for(data.x), true).scatter();
  const MatrixD b = moments(moved.x, origin_for(moved.x), true).scatter();
  for (size_t i = 0; i < a.values.size(); ++i) EXPECT_NEAR(a.values[i], b.values[i], 1e-9);
}

TEST(Moments, AreTheSameBitsForAnyNumberOfThreads) {
  const Dataset bytes = byte_clouds(300, 2, 67, 5), soft = clouds(300, 2, 67, 5);
  set_threads(1);
  const Moments a = moments(bytes.x, origin_for(bytes.x), true), b = moments(soft.x, origin_for(soft.x), true);
  set_threads(4);
  EXPECT_EQ(moments(bytes.x, origin_for(bytes.x), true).products.values, a.products.values);
  EXPECT_EQ(moments(soft.x, origin_for(soft.x), true).products.values, b.products.values);
  EXPECT_EQ(moments(soft.x, origin_for(soft.x), true).squares, b.squares);
  set_threads(0);
}

}  // namespace
}  // namespace thimble
