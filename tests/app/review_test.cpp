#include "app/review.h"

#include <gtest/gtest.h>

#include "app/striped_garments.h"
#include "core/error.h"
#include "nn/spec.h"
#include "support/throws.h"

namespace thimble {
namespace {

using File = ArrivingData::File;

Sequential small_net(uint64_t seed) {
  Sequential net = parse_network("flatten, dense 4, batch_norm, dense 10");
  net.build({1, 28, 28}, seed);
  return net;
}

TEST(Snapshots, AreThinnedOutAndKeepTheFirstAndTheLast) {
  const Sequential net = small_net(1);
  Snapshots all;
  for (int i = 0; i < 200; ++i) all.take(net, i, i, {});
  ASSERT_EQ(all.size(), static_cast<int>(Snapshots::kMost));
  EXPECT_EQ(all[0].steps, 0);
  EXPECT_EQ(all[all.size() - 1].steps, 199);
  for (int i = 1; i < all.size(); ++i) {
    EXPECT_GT(all[i].steps, all[i - 1].steps);
    EXPECT_LE(all[i].steps - all[i - 1].steps, 16);
  }
}

TEST(Snapshots, OfALargeNetworkAreFew) {
  Sequential net = parse_network("flatten, dense 6000, dense 10");  // 4.8 million weights, of 16 in all
  net.build({1, 28, 28}, 1);
  Snapshots all;
  for (int i = 0; i < 5; ++i) all.take(net, i, i, {});
  EXPECT_EQ(all.size(), 3);
}

TEST(Snapshots, BringBackAllWeights) {
  const Sequential net = small_net(1);
  Snapshots all;
  all.take(net, 0, 0, {});
  Sequential other = small_net(2);
  EXPECT_NE(other.weights_sha256(), net.weights_sha256());
  restore(all[0], other);
  EXPECT_EQ(other.weights_sha256(), net.weights_sha256());
  Sequential another = parse_network("flatten, dense 10");
  another.build({1, 28, 28}, 1);
  EXPECT_ERROR(restore(all[0], another), usage, "snapshot: expected a network of");
}

struct Trained {
  TrainScene scene{numbered_classes(10)};
  Trained() {
    const StripedFiles files(4000, 100);
    for (const auto& [key, value] : {std::pair{"net", "flatten, dense 10"},
                                     {"batch", "100"},
                                     {"epochs", "3"},
                                     {"schedule", "constant"},
                                     {"lr", "0.001"}})
      scene.set(key, value);
    scene.data().take(File::train_images, files.train_images);
    scene.data().take(File::train_labels, files.train_labels);
    scene.data().take(File::test_images, files.test_images);
    scene.data().take(File::test_labels, files.test_labels);
    scene.start();
    while (scene.work()) {
    }
  }
};

TEST(Review, GoesBackToTheBeginningAndForthToNow) {
  Trained t;
  const Snapshots& all = t.scene.snapshots();
  ASSERT_GE(all.size(), 4);  // before anything was learned, and behind each test
  EXPECT_EQ(all[0].steps, 0);
  EXPECT_TRUE(all[0].tested.answers.said.empty());
  EXPECT_EQ(all[all.size() - 1].epoch, 3);

  Review review;
  EXPECT_EQ(review.snapshot(t.scene), nullptr);
  EXPECT_EQ(review.network(t.scene), t.scene.network());
  const std::string now = t.scene.net()->weights_sha256();
  review.look_at(t.scene, 0);
  const Sequential fresh = network_for("flatten, dense 10", *t.scene.data().train(), Init(), 0);
  EXPECT_EQ(review.network(t.scene)->net.weights_sha256(), fresh.weights_sha256());
  EXPECT_EQ(t.scene.net()->weights_sha256(), now);
  review.step(t.scene, 1);
  EXPECT_EQ(review.position(t.scene), 1);
  EXPECT_EQ(review.tested(t.scene).score.accuracy, t.scene.test().front().accuracy);
  EXPECT_NE(review.network(t.scene)->net.weights_sha256(), fresh.weights_sha256());
  review.step(t.scene, 1000);
  EXPECT_EQ(review.snapshot(t.scene), nullptr);
  review.step(t.scene, -1);
  EXPECT_EQ(review.network(t.scene)->net.weights_sha256(), now);
}

TEST(Review, ForgetsTheSnapshotsOfWeightsThatWereThrownAway) {
  Trained t;
  Review review;
  review.look_at(t.scene, 1);
  t.scene.reset();
  EXPECT_EQ(review.snapshot(t.scene), nullptr);
  EXPECT_EQ(review.network(t.scene), nullptr);
  EXPECT_TRUE(probabilities_of(review.network(t.scene), std::vector<uint8_t>(784)).empty());
}

}  // namespace
}  // namespace thimble
