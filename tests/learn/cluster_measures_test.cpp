#include "learn/cluster_measures.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/rng.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;

Contingency table_of(const std::vector<int>& clusters, const std::vector<int>& labels) {
  return Contingency(clusters, labels, *std::max_element(clusters.begin(), clusters.end()) + 1,
                     *std::max_element(labels.begin(), labels.end()) + 1);
}

// Manning, Raghavan and Schuetze, Introduction to Information Retrieval, figure 16.4: 17 points of three classes in three
// clusters, whose purity and NMI are in its table 16.2: 0.71 and 0.36.
Contingency textbook() {
  return table_of({0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2},
                  {0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 2, 0, 0, 2, 2, 2});
}

TEST(Contingency, CountsAndSums) {
  const Contingency t = textbook();
  EXPECT_EQ(t(0, 0), 5);
  EXPECT_EQ(t(1, 2), 1);
  EXPECT_EQ(t.cluster_total(2), 5);
  EXPECT_EQ(t.class_total(0), 8);
  EXPECT_EQ(t.total(), 17);
}

TEST(ClusterMeasures, OfTheTextbook) {
  const Contingency t = textbook();
  EXPECT_THAT(majority_classes(t), ElementsAre(0, 1, 2));
  EXPECT_NEAR(majority_accuracy(t), 12 / 17.0, 1e-15);
  EXPECT_NEAR(normalized_mutual_information(t), 0.36, 0.005);
  // Pairs: 10 + 6 + 1 + 3 = 20 together in both, 15 + 15 + 10 = 40 in a cluster, 28 + 10 + 6 = 44 in a class, 136 in all.
  EXPECT_NEAR(adjusted_rand_index(t), (20 - 40 * 44 / 136.0) / (42 - 40 * 44 / 136.0), 1e-14);
}

TEST(ClusterMeasures, ByHand) {
  // H(labels) = ln 2, H(clusters) = 1/2 ln 2 + 1/2 ln 4 = 3/2 ln 2, I = ln 2: NMI = 2 / 2.5. Of the pairs S = 1, A = 1,
  // B = 2, E = 1/3, M = 3/2: ARI = (2/3) / (7/6) = 4/7.
  const Contingency t = table_of({0, 0, 1, 2}, {0, 0, 1, 1});
  EXPECT_NEAR(normalized_mutual_information(t), 0.8, 1e-14);
  EXPECT_NEAR(adjusted_rand_index(t), 4 / 7.0, 1e-14);
  EXPECT_EQ(majority_accuracy(t), 1);
}

TEST(ClusterMeasures, OfIndependentGroupingsAreZeroAndMayBeBelow) {
  const Contingency t = table_of({0, 1, 0, 1}, {0, 0, 1, 1});
  EXPECT_NEAR(normalized_mutual_information(t), 0, 1e-14);
  EXPECT_NEAR(adjusted_rand_index(t), -0.5, 1e-14);  // S = 0, E = 4 / 6, M = 2
  EXPECT_EQ(majority_accuracy(t), 0.5);
  const Contingency one = table_of({0, 0, 0, 0}, {0, 1, 2, 3});
  EXPECT_EQ(normalized_mutual_information(one), 0);
  EXPECT_EQ(adjusted_rand_index(one), 0);
}

TEST(ClusterMeasures, OfEqualGroupingsAreOneWhateverTheNames) {
  const Contingency t = table_of({2, 2, 0, 0, 1}, {1, 1, 2, 2, 0});
  EXPECT_NEAR(normalized_mutual_information(t), 1, 1e-14);
  EXPECT_NEAR(adjusted_rand_index(t), 1, 1e-14);
  EXPECT_EQ(majority_accuracy(t), 1);
  const Contingency one = table_of({0, 0}, {0, 0});
  EXPECT_EQ(normalized_mutual_information(one), 1);
  EXPECT_EQ(adjusted_rand_index(one), 1);
  const Contingency singles = table_of({0, 1}, {0, 1});
  EXPECT_EQ(adjusted_rand_index(singles), 1);
}

TEST(ClusterMeasures, AdjustedRandOfRandomGroupingsIsAboutZero) {
  Rng rng(1, Purpose::test);
  std::vector<int> clusters, labels;
  for (int n = 0; n < 5000; ++n) {
    clusters.push_back(rng.below(7));
    labels.push_back(rng.below(10));
  }
  EXPECT_NEAR(adjusted_rand_index(table_of(clusters, labels)), 0, 0.005);
}

TEST(ClusterMeasures, ChangeWithNeitherNamesNorOrder) {
  const Contingency a = table_of({0, 0, 1, 1, 2, 2}, {0, 1, 1, 1, 2, 0}),
                    b = table_of({2, 1, 1, 0, 0, 2}, {1, 0, 0, 2, 0, 1});
  EXPECT_NEAR(normalized_mutual_information(a),
              normalized_mutual_information(table_of({0, 1, 1, 1, 2, 0}, {0, 0, 1, 1, 2, 2})), 1e-14);
  EXPECT_EQ(b.total(), 6);
}

TEST(MajorityAccuracy, OfOtherSamplesKeepsTheNames) {
  const Contingency train = table_of({0, 0, 0, 1, 1}, {1, 1, 0, 0, 0}), test = table_of({0, 1, 1, 1}, {1, 1, 1, 0});
  EXPECT_EQ(majority_accuracy(test, majority_classes(train)), 0.5);
  EXPECT_EQ(majority_accuracy(test), 0.75);
  EXPECT_ERROR(majority_accuracy(test, std::vector<int>{0}), usage, "expected 2 classes, one a cluster, got 1");
}

TEST(MajorityClasses, TiesGoToTheSmallerClass) {
  EXPECT_THAT(majority_classes(Contingency(std::vector<int>{0, 0, 2}, std::vector<int>{1, 0, 1}, 3, 2)),
              ElementsAre(0, 0, 1));
}

TEST(Contingency, RefusesWhatDoesNotFit) {
  const std::vector<int> two = {0, 1}, three = {0, 1, 2}, negative = {0, -1};
  EXPECT_ERROR(Contingency(two, three, 2, 3), usage, "expected as many clusters as labels, got 2 and 3");
  EXPECT_ERROR(Contingency(three, three, 2, 3), usage, "sample 2: expected a cluster from 0 to 1, got 2");
  EXPECT_ERROR(Contingency(two, negative, 2, 2), usage, "sample 1: expected a label from 0 to 1, got -1");
}

TEST(Inertia, ByHandAndForAnyNumberOfThreads) {
  Samples x({1, 2}, {0, 0, 2, 0, 4, 4});
  x.scale = 0.5f;
  const Tensor centres({2, 2}, {0, 1, 2, 2});
  EXPECT_DOUBLE_EQ(inertia(x, centres, std::vector<int>{0, 0, 1}), 1 + 2 + 0);
  EXPECT_ERROR(inertia(x, Tensor({2, 3}), std::vector<int>{0, 0, 1}), usage,
               "expected centres of shape (k, 2), got (2, 3)");
  EXPECT_ERROR(inertia(x, centres, std::vector<int>{0, 0}), usage, "expected 3 clusters, one a sample, got 2");
  EXPECT_ERROR(inertia(x, centres, std::vector<int>{0, 2, 0}), usage, "expected clusters from 0 to 1, got 2");
  Rng rng(2, Purpose::test);
  Tensor values({5000, 3});
  for (float& v : values.values()) v = rng.normal();
  const Samples many(std::move(values));
  const std::vector<int> zeros(5000);
  const Tensor origin({1, 3});
  set_threads(1);
  const double alone = inertia(many, origin, zeros);
  set_threads(7);
  EXPECT_EQ(inertia(many, origin, zeros), alone);
  set_threads(0);
  EXPECT_NEAR(alone, 15000, 700);
}

}  // namespace
}  // namespace thimble
