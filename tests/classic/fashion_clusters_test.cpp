// Clusterings of the whole of Fashion-MNIST, where it is installed; docs/results/clusters.json has more seeds.
#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "classic/kmeans.h"
#include "classic/winner_take_all.h"
#include "data/source.h"
#include "kernels/kernels.h"
#include "learn/cluster_measures.h"
#include "support/gzip.h"

namespace thimble {
namespace {

const std::string kWhole = "/usr/share/datasets/fashion-mnist";

TEST(FashionClusters, AgreeWithTheClassesAsFarAsTheyShould) {
  if (!test_support::has_gzip()) GTEST_SKIP() << "this build has no zlib";
  if (!std::filesystem::exists(kWhole)) GTEST_SKIP() << kWhole << " is not installed";
  if (std::string(kernels::active().isa) == "scalar") GTEST_SKIP() << "the plain loops take too long for 60,000";
  const Dataset train = load_data(kWhole).train;
  KMeans kmeans({.k = 10, .seed = 0});
  kmeans.fit(train.x);
  EXPECT_TRUE(kmeans.converged());
  EXPECT_LE(kmeans.inertia() / train.size(), 32.3);
  const double of_kmeans = majority_accuracy(Contingency(kmeans.labels(), train.labels, 10, 10));
  EXPECT_GE(of_kmeans, 0.54);
  EXPECT_LE(of_kmeans, 0.62);

  WinnerTakeAll wta({.k = 10, .seed = 0});
  wta.fit(train.x);
  const std::vector<int> clusters = wta.assign(train.x);
  EXPECT_LE(inertia(train.x, wta.centroids(), clusters) / train.size(), 32.9);
  const double of_wta = majority_accuracy(Contingency(clusters, train.labels, 10, 10));
  EXPECT_GE(of_wta, 0.51);
  EXPECT_LE(of_wta, 0.60);
}

}  // namespace
}  // namespace thimble
