#include "classic/cluster_classifier.h"

#include <gmock/gmock.h>

#include "classic/kmeans.h"
#include "classic/small_sets.h"
#include "learn/cluster_measures.h"
#include "support/throws.h"

namespace thimble {
namespace {

std::unique_ptr<KMeans> kmeans(int k) { return std::make_unique<KMeans>(KMeansOptions{.k = k, .seed = 1}); }

TEST(ClusterClassifier, SpeaksForTheClassesInEachCluster) {
  // Two groups: around 0 the classes 0, 0, 1, around 100 only class 1.
  const Dataset data = features(1, {0, 1, 2, 100, 101}, {0, 0, 1, 1, 1});
  ClusterClassifier model(kmeans(2));
  model.fit(data);
  Tensor s;
  model.scores(Samples(Tensor({2, 1}, {-5, 90})), s);
  EXPECT_FLOAT_EQ(s(0, 0), 2 / 3.0f);
  EXPECT_FLOAT_EQ(s(0, 1), 1 / 3.0f);
  EXPECT_EQ(s(1, 0), 0);
  EXPECT_EQ(s(1, 1), 1);
  EXPECT_THAT(model.predict(data.x), testing::ElementsAre(0, 0, 0, 1, 1));
}

TEST(ClusterClassifier, ItsAccuracyOnTheTrainingSetIsTheMajorityAccuracy) {
  const Dataset data = byte_clouds(100, 4, 5, 3);
  ClusterClassifier model(kmeans(7));
  model.fit(data);
  const std::vector<int> called = model.predict(data.x);
  int right = 0;
  for (size_t n = 0; n < called.size(); ++n) right += called[n] == data.labels[n];
  EXPECT_DOUBLE_EQ(majority_accuracy(Contingency(model.clusterer().assign(data.x), data.labels, 7, 4)),
                   right / static_cast<double>(data.size()));
}

TEST(ClusterClassifier, InAnEmptyClusterAllClassesAreAsProbable) {
  const Dataset data = features(1, {3, 3, 3, 8}, {0, 0, 1, 1});
  ClusterClassifier model(kmeans(3));
  model.fit(data);
  bool seen = false;
  for (int j = 0; j < 3; ++j) seen = seen || (model.shares()(j, 0) == 0.5f && model.shares()(j, 1) == 0.5f);
  EXPECT_TRUE(seen);
}

TEST(ClusterClassifier, RefusesDamagedFiles) {
  ClusterClassifier model(kmeans(3));
  Record record;
  EXPECT_ERROR(model.save(record), usage, "kmeans: fit it first");
  model.fit(byte_clouds(50, 2, 5, 3));
  model.save(record);
  EXPECT_NO_THROW(ClusterClassifier::load(record));
  const auto damaged = [&](const std::function<void(Record&)>& damage) {
    Record r = record;
    damage(r);
    return r;
  };
  EXPECT_ERROR(ClusterClassifier::load(damaged([](Record& r) {
                 r.set("cluster.shares", Tensor({2, 2}));
               })),
               data, "cluster.shares: expected shape (3, 2), found (2, 2)");
  EXPECT_ERROR(ClusterClassifier::load(damaged([](Record& r) {
                 r.set("cluster.shares", Tensor({3, 2}, 1.5f));
               })),
               data, "cluster.shares: expected shares from 0 to 1, found 1.5");
  EXPECT_ERROR(ClusterClassifier::load(damaged([](Record& r) { r.set("thimble.kind", std::string("mpp")); })), data,
               "expected a clustering of kind kmeans, mini_batch_kmeans, wta or som, found \"mpp\"");
}

}  // namespace
}  // namespace thimble
