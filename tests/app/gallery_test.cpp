#include "app/gallery.h"

#include <gtest/gtest.h>

#include "app/striped_garments.h"
#include "core/error.h"
#include "nn/net_classifier.h"

namespace thimble {
namespace {

std::vector<int> pictures(const std::vector<Exhibit>& all) {
  std::vector<int> numbers;
  for (const Exhibit& e : all) numbers.push_back(e.picture);
  return numbers;
}

//                  picture  0    1    2    3    4    5
const std::vector<int> kLabels{0, 1, 1, 2, 1, 1, 2, 0};  // two more that were not asked for
const Answers kAnswers{{0, 2, 2, 2, 1, 1}, {.9f, .5f, .8f, .7f, .6f, .4f}};

TEST(Gallery, OfACellShowsTheSurestFirst) {
  EXPECT_EQ(pictures(gallery(kAnswers, kLabels, Cell{1, 2}, 9)), (std::vector<int>{2, 1}));
  EXPECT_EQ(pictures(gallery(kAnswers, kLabels, Cell{1, 2}, 1)), (std::vector<int>{2}));
  EXPECT_TRUE(gallery(kAnswers, kLabels, Cell{0, 2}, 9).empty());
}

TEST(Gallery, OfTheRightOnesShowsTheLeastSureFirst) {
  EXPECT_EQ(pictures(gallery(kAnswers, kLabels, Cell{1, 1}, 9)), (std::vector<int>{5, 4}));
}

TEST(Gallery, OfNoCellShowsTheMistakes) {
  const std::vector<Exhibit> all = gallery(kAnswers, kLabels, std::nullopt, 9);
  EXPECT_EQ(pictures(all), (std::vector<int>{2, 1}));
  EXPECT_EQ(all[0].truth, 1);
  EXPECT_EQ(all[0].said, 2);
  EXPECT_EQ(all[0].probability, .8f);
}

TEST(SlicedTest, SaysTheSameAsEvaluationInOnePiece) {
  const StripedFiles files(10, 250);
  auto data = std::make_shared<const Dataset>(
      dataset_from_idx(parse_idx(files.test_images, "a"), parse_idx(files.test_labels, "b"), "a", "b"));
  NetClassifier model(network_for("flatten, dense 12, relu, dense 10", *data, Init(), 3), *data);
  SlicedTest test;
  test.begin(data, 1000);
  EXPECT_TRUE(test.whole());
  EXPECT_FALSE(test.slice(model.net));
  EXPECT_FALSE(test.slice(model.net));
  EXPECT_EQ(test.result().confusion.total(), 0);
  EXPECT_TRUE(test.slice(model.net));  // 100, 100, 50
  EXPECT_FALSE(test.running());
  std::vector<int> said;
  const Score whole = evaluate(model.net, *data, 256, &said);
  EXPECT_NEAR(test.result().score.loss, whole.loss, 1e-6);
  EXPECT_EQ(test.result().score.accuracy, whole.accuracy);
  Tensor p;
  model.scores(data->x, p);
  for (int i = 0; i < 250; ++i) {
    const auto n = static_cast<size_t>(i);
    EXPECT_EQ(test.result().answers.said[n], said[n]);
    EXPECT_NEAR(test.result().answers.probability[n], p(i, said[n]), 1e-6f);
  }
  test.begin(data, 100);
  EXPECT_FALSE(test.whole());
  EXPECT_TRUE(test.slice(model.net));
  EXPECT_EQ(test.result().answers.said.size(), 100u);
}

}  // namespace
}  // namespace thimble
