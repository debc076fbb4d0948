#include "app/neighbours_scene.h"

#include "app/striped_garments.h"
#include "classic/knn.h"
#include "support/throws.h"

namespace thimble {
namespace {

void finish(NeighboursScene& scene) {
  while (scene.work()) {
  }
}

std::vector<uint8_t> picture_of(const Dataset& data, int i) {
  const std::span<const uint8_t> x = data.x.bytes(i);
  return {x.begin(), x.end()};
}

// What Knn says about a picture, in the scene's words.
std::vector<Neighbour> known(const Dataset& data, const std::vector<uint8_t>& picture, Metric metric) {
  Knn knn(NeighboursScene::kMost, metric);
  knn.fit(data);
  const Neighbours n = knn.neighbours(Samples({28, 28}, picture));
  std::vector<Neighbour> found;
  for (size_t i = 0; i < n.index.size(); ++i)
    found.push_back({n.index[i], data.labels[static_cast<size_t>(n.index[i])], n.distance[i]});
  return found;
}

void expect_same(const std::vector<Neighbour>& got, const std::vector<Neighbour>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(got[i].index, want[i].index) << i;
    EXPECT_EQ(got[i].label, want[i].label) << i;
    EXPECT_EQ(got[i].distance, want[i].distance) << i;
  }
}

TEST(NeighboursScene, FindsBlockByBlockWhomKnnFindsInEveryMetric) {
  const auto data = striped_garments(2 * NeighboursScene::kBlock + 150);
  const std::vector<uint8_t> picture = picture_of(*striped_garments(3), 2);
  NeighboursScene scene;
  scene.set_data(data);
  scene.set_picture(picture);
  for (const Metric metric : {Metric::l2, Metric::l1, Metric::l3, Metric::linf}) {
    scene.set_metric(metric);
    finish(scene);
    expect_same(scene.found(), known(*data, picture, metric));
  }
}

TEST(NeighboursScene, VotesAreKnnsScores) {
  const auto data = striped_garments(300);
  std::vector<uint8_t> picture = picture_of(*data, 4);
  for (size_t p = 0; p < 300; ++p) picture[p] = 60;
  NeighboursScene scene;
  EXPECT_TRUE(scene.votes().empty());
  scene.set_data(data);
  scene.set_picture(picture);
  finish(scene);
  for (const int k : {1, 4, 15}) {
    scene.set_k(k);
    Knn knn(k);
    knn.fit(*data);
    Tensor s;
    knn.scores(Samples({28, 28}, picture), s);
    for (int c = 0; c < 10; ++c) EXPECT_NEAR(scene.votes()[static_cast<size_t>(c)], s(0, c), 1e-6) << k << ' ' << c;
  }
  EXPECT_ERROR(scene.set_k(16), usage, "neighbours: expected k from 1 to 15, got 16");
}

TEST(NeighboursScene, ASearchThatHasBegunIsFinishedAndThenMadeForTheNewPicture) {
  const auto data = striped_garments(NeighboursScene::kBlock + 100);
  const std::vector<uint8_t> first = picture_of(*data, 5), second = picture_of(*data, 6);
  NeighboursScene scene;
  scene.set_data(data);
  scene.set_picture(first);
  EXPECT_TRUE(scene.work());
  scene.set_picture(second);
  EXPECT_TRUE(scene.work());
  ASSERT_FALSE(scene.found().empty());
  EXPECT_EQ(scene.found()[0].index, 5);
  EXPECT_TRUE(scene.busy());
  finish(scene);
  EXPECT_EQ(scene.found()[0].index, 6);
  EXPECT_EQ(scene.found()[0].distance, 0);
  EXPECT_FALSE(scene.work());
}

TEST(NeighboursScene, MoreDataAreSearchedAndABlackPictureHasNoNeighbours) {
  const auto few = striped_garments(40), more = striped_garments(400);
  NeighboursScene scene;
  scene.set_picture(picture_of(*more, 399));
  EXPECT_FALSE(scene.work());
  scene.set_data(few);
  finish(scene);
  EXPECT_GT(scene.found()[0].distance, 0);
  scene.set_data(more);
  finish(scene);
  EXPECT_EQ(scene.found()[0].index, 399);
  scene.set_picture(std::vector<uint8_t>(784));
  EXPECT_TRUE(scene.found().empty());
  EXPECT_FALSE(scene.work());
}

}  // namespace
}  // namespace thimble
