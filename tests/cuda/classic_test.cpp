// The classical room on a GPU. All of it is integer, so every answer is the CPU's, bit for bit.

#include <gmock/gmock.h>

#include "agreement.h"
#include "classic/kmeans.h"
#include "classic/knn.h"
#include "classic/mpp.h"
#include "classic/nearest_on_device.h"
#include "classic/pca.h"
#include "core/device.h"
#include "core/error.h"
#include "support/throws.h"
#if defined(THIMBLE_EMULATED)
#include "cuda_runtime.h"
#endif

namespace thimble {
namespace {

class CudaClassic : public OnGpu {};

// Bytes below `levels`: few levels and few pixels, many ties.
Samples pictures(int count, int width, int levels, uint64_t seed) {
  std::vector<uint8_t> bytes(static_cast<size_t>(count) * static_cast<size_t>(width));
  Rng rng(seed, Purpose::test);
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(rng.below(levels) * (255 / (levels - 1)));
  return {Shape{1, width}, std::move(bytes)};
}

Dataset labelled(Samples x) {
  Dataset data{std::move(x), {}, numbered_classes(3)};
  for (int n = 0; n < data.size(); ++n) data.labels.push_back(n % 3);
  return data;
}

// Of both orders of blocks and threads, where there are two.
template <class Ask>
auto both_ways(const Ask& ask) {
  std::vector<decltype(ask())> answers = {ask()};
#if defined(THIMBLE_EMULATED)
  emulated::reversed = true;
  answers.push_back(ask());
  emulated::reversed = false;
#endif
  return answers;
}

void expect_same_neighbours(const Samples& train, const Samples& queries, int k) {
  const Neighbours expected = nearest(train, queries, k, Metric::l2);
  const NearestOnDevice there(*gpu(), train);
  for (const Neighbours& found : both_ways([&] { return there.nearest(queries, k); })) {
    EXPECT_EQ(found.index, expected.index) << train.size() << " x " << queries.size() << ", k = " << k;
    EXPECT_EQ(found.distance, expected.distance) << train.size() << " x " << queries.size() << ", k = " << k;
  }
}

TEST_F(CudaClassic, NeighboursAreTheCpus) {
  for (const int width : {1, 32, 33, 70})
    for (const auto& [rows, queries] : {std::pair(1, 1), {127, 3}, {129, 1}, {300, 130}})
      for (const int k : {1, 5, 33, 100})
        if (k <= rows) expect_same_neighbours(pictures(rows, width, 256, 1), pictures(queries, width, 256, 2), k);
}

TEST_F(CudaClassic, OfEqualDistancesTheLargerIndexIsNearer) {
  for (const int k : {1, 7, 100}) expect_same_neighbours(pictures(700, 3, 2, 1), pictures(140, 3, 2, 2), k);
  expect_same_neighbours(Samples(Shape{1, 2}, std::vector<uint8_t>(600)), pictures(1, 2, 2, 1), 256);
}

TEST_F(CudaClassic, TheLargestDistanceFits) {
  const int width = 784;
  const Samples black(Shape{1, width}, std::vector<uint8_t>(static_cast<size_t>(width)));
  const Samples white(Shape{1, width}, std::vector<uint8_t>(static_cast<size_t>(2 * width), 255));
  EXPECT_THAT(NearestOnDevice(*gpu(), white).nearest(black, 2).distance, testing::Each(255.0 * 28));
  expect_same_neighbours(white, black, 2);
}

TEST_F(CudaClassic, NobodyAsksForNothing) {
  const Samples train = pictures(5, 4, 256, 1);
  EXPECT_TRUE(NearestOnDevice(*gpu(), train).nearest(train.subset({}), 2).index.empty());
}

TEST_F(CudaClassic, ASubsetOfPicturesIsSent) {
  const Samples all = pictures(50, 5, 9, 1);
  const std::vector<int> rows = {40, 3, 3, 7, 12};
  expect_same_neighbours(all.subset(rows), all, 3);
}

TEST_F(CudaClassic, KnnNamesTheSameClasses) {
  const Dataset train = labelled(pictures(200, 40, 4, 1));
  const Samples queries = pictures(60, 40, 4, 2);
  Knn here(5, Metric::l2, Weights::distance), there(5, Metric::l2, Weights::distance, gpu());
  here.fit(train);
  there.fit(train);
  EXPECT_EQ(there.predict(queries), here.predict(queries));
  Knn other(5, Metric::l1, Weights::uniform, gpu());  // what the device cannot do is done here
  other.fit(train);
  EXPECT_EQ(other.neighbours(queries).index, nearest(train.x, queries, 5, Metric::l1).index);
}

TEST_F(CudaClassic, SumsOfProductsAreTheCpus) {
  for (const auto& [rows, width] : {std::pair(1, 1), {5, 3}, {33, 129}, {200, 40}, {4500, 9}}) {
    const Samples x = pictures(rows, width, 256, 3);
    const std::vector<double> origin = origin_for(x);
    const Moments expected = moments(x, origin, true);
    for (const Moments& found : both_ways([&] { return moments(x, origin, true, gpu()); })) {
      EXPECT_EQ(found.products.values, expected.products.values) << rows << " x " << width;
      EXPECT_EQ(found.sums, expected.sums) << rows << " x " << width;
      EXPECT_EQ(found.squares, expected.squares) << rows << " x " << width;
    }
  }
}

// 65,536 rows of 255 are as much as 32 bits hold; the rows behind them come in another turn.
TEST_F(CudaClassic, SumsOfManyRowsDoNotOverflow) {
  const int rows = (1 << 16) + 100;
  const Samples x(Shape{1, 2}, std::vector<uint8_t>(static_cast<size_t>(2 * rows), 255));
  const Moments found = moments(x, origin_for(x), true, gpu());
  EXPECT_THAT(found.products.values, testing::Each(65025.0 * rows));
  EXPECT_THAT(found.sums, testing::Each(255.0 * rows));
}

TEST_F(CudaClassic, PrincipalComponentsAndGaussiansAreTheCpus) {
  const Dataset data = labelled(pictures(300, 12, 256, 4));
  Pca here({.components = 3}), there({.components = 3, .device = gpu()});
  here.fit(data);
  there.fit(data);
  EXPECT_EQ(there.components().values, here.components().values);
  for (const MppCase which : {MppCase::isotropic, MppCase::shared, MppCase::own}) {
    Mpp gaussians(which), elsewhere(MppOptions{.which = which, .device = gpu()});
    gaussians.fit(data);
    elsewhere.fit(data);
    EXPECT_EQ(elsewhere.log_determinants(), gaussians.log_determinants());
    EXPECT_EQ(elsewhere.predict(data.x), gaussians.predict(data.x));
  }
}

TEST_F(CudaClassic, CentresAreTheCpus) {
  for (const int width : {1, 33, 160})
    for (const int k : {1, 10, 64, 65, 140}) {
      const Samples x = pictures(135, width, 256, 5);
      Tensor centres({k, width});
      Rng rng(6, Purpose::test);
      for (float& value : centres.values()) value = rng.uniform();
      const CentreSearch here(x), there(x, gpu());
      std::vector<int> expected(135);
      here.nearest(centres, expected);
      const auto ask = [&] {
        std::vector<int> labels(135);
        there.nearest(centres, labels);
        return labels;
      };
      for (const std::vector<int>& found : both_ways(ask))
        EXPECT_EQ(found, expected) << width << " pixels, " << k << " centres";
    }
}

// 784 pixels leave 6 bits behind the point. Pictures and centres of middle grey, that differ by one level and by a few 256ths of
// one: it is the rounding of what is dropped that decides.
TEST_F(CudaClassic, WhatIsDroppedBehindThePointIsTheSame) {
  const int width = 784, k = 60;
  std::vector<uint8_t> bytes(static_cast<size_t>(128 * width));
  Rng rng(10, Purpose::test);
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(127 + rng.below(3));
  const Samples x(Shape{1, width}, std::move(bytes));
  Tensor centres({k, width}, 128 / 255.0f);
  for (int j = 0; j < k; ++j) centres(j, j) += static_cast<float>(1 + rng.below(3)) / (256 * 255.0f);
  std::vector<int> expected(128), found(128);
  CentreSearch(x).nearest(centres, expected);
  CentreSearch(x, gpu()).nearest(centres, found);
  EXPECT_EQ(found, expected);
}

// Lattice points lie as near to one centre as to another.
TEST_F(CudaClassic, OfEqualCentresTheSmallerIsTaken) {
  const Samples x = pictures(300, 2, 3, 7);
  Tensor centres({70, 2});
  for (int j = 0; j < 70; ++j)
    for (int i = 0; i < 2; ++i) centres(j, i) = static_cast<float>((j >> i) % 3) / 2;
  std::vector<int> expected(300), found(300);
  CentreSearch(x).nearest(centres, expected);
  CentreSearch(x, gpu()).nearest(centres, found);
  EXPECT_EQ(found, expected);
}

TEST_F(CudaClassic, KMeansFindsTheSameClusters) {
  const Samples x = pictures(260, 20, 256, 8);
  KMeans here({.k = 7, .seed = 3}), there({.k = 7, .seed = 3, .device = gpu()});
  here.fit(x);
  there.fit(x);
  EXPECT_EQ(there.labels(), here.labels());
  EXPECT_EQ(there.inertia(), here.inertia());
  EXPECT_THAT(there.centroids().values(), testing::ElementsAreArray(here.centroids().values()));
}

TEST_F(CudaClassic, WhatADeviceLacksIsNamed) {
  Device poor = *gpu();
  poor.name = "poor:0";
  poor.gram = nullptr;
  poor.nearest_bytes = nullptr;
  poor.nearest_centres = nullptr;
  const Samples x = pictures(9, 4, 256, 1);
  EXPECT_ERROR(NearestOnDevice(poor, x), usage, "neighbours: poor:0 has no such op");
  EXPECT_ERROR(CentreSearch(x, &poor), usage, "clusters: poor:0 has no such op");
  EXPECT_ERROR(moments(x, origin_for(x), true, &poor), usage, "moments: poor:0 has no such op");
  poor.send_bytes = nullptr;
  EXPECT_ERROR(NearestOnDevice(poor, x), usage, "send_bytes: poor:0 has no such op");
}

}  // namespace
}  // namespace thimble
