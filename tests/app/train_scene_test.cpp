#include "app/train_scene.h"

#include <gtest/gtest.h>

#include "app/models.h"
#include "app/review.h"
#include "app/striped_garments.h"
#include "core/error.h"
#include "nn/loss.h"
#include "support/throws.h"

namespace thimble {
namespace {

using File = ArrivingData::File;
constexpr const char* kSmall = "flatten, dense 16, relu, dense 10";
constexpr int kTrain = 400, kTest = 150, kBatch = 32, kBatches = 13;  // of an epoch, the last one smaller

const StripedFiles& files() {
  static const StripedFiles made(kTrain, kTest);
  return made;
}

void give_train(TrainScene& scene) {
  scene.data().take(File::train_images, files().train_images);
  scene.data().take(File::train_labels, files().train_labels);
}
void give_test(TrainScene& scene) {
  scene.data().take(File::test_images, files().test_images);
  scene.data().take(File::test_labels, files().test_labels);
}

TrainScene small_scene(bool with_data = true) {
  TrainScene scene(numbered_classes(10));
  for (const auto& [key, value] :
       {std::pair{"net", kSmall}, {"batch", "32"}, {"epochs", "4"}, {"lr", "0.01"}, {"schedule", "constant"}})
    scene.set(key, value);
  if (with_data) give_train(scene), give_test(scene);
  return scene;
}

void work_until_done(TrainScene& scene) {
  while (scene.work()) {
  }
}

TEST(TrainScene, LearnsAndThenRests) {
  TrainScene scene = small_scene();
  EXPECT_FALSE(scene.work());
  scene.start();
  work_until_done(scene);
  EXPECT_FALSE(scene.running());
  EXPECT_EQ(scene.epoch(), 4);
  EXPECT_EQ(scene.steps(), 4 * kBatches);
  ASSERT_EQ(scene.test().size(), 4u);  // at the end of each epoch
  EXPECT_EQ(scene.confusion().total(), kTest);
  EXPECT_EQ(scene.test().back().accuracy, scene.confusion().accuracy());
  EXPECT_GT(scene.test().back().accuracy, 0.9);
  EXPECT_LT(scene.train().back().loss, scene.train().front().loss);
  scene.start();
  work_until_done(scene);
  EXPECT_EQ(scene.epoch(), 8);
}

TEST(TrainScene, IsTheSameAsTheTrainerAlone) {
  TrainScene scene = small_scene();
  scene.start();
  work_until_done(scene);
  Dataset data = dataset_from_idx(parse_idx(files().train_images, "a"), parse_idx(files().train_labels, "b"), "a", "b");
  Sequential net = network_for(kSmall, data, Init(), 0);
  Adam adam;
  Trainer(net, adam, data, nullptr, {.epochs = 4, .batch_size = kBatch, .learning_rate = constant(0.01f)}).run();
  EXPECT_EQ(scene.net()->weights_sha256(), net.weights_sha256());
}

TEST(TrainScene, TheCurveCountsEveryPictureOnce) {
  TrainScene scene = small_scene();
  scene.set("epochs", "20");
  scene.start();
  double correct = 0;
  size_t points = 0;
  while (scene.work()) points = scene.train().size();
  EXPECT_EQ(points,
            15u);  // 20 epochs of 400 pictures, a point behind 512 at least: 17 mini-batches or 16 and a small one
  for (const CurvePoint& p : scene.train()) {
    EXPECT_GE(p.accuracy, 0);
    EXPECT_LE(p.accuracy, 1);
    correct = p.accuracy;
  }
  EXPECT_GT(correct, 0.95);
}

TEST(TrainScene, AStepIsOneMiniBatchAndAnEpochEndsWhereEpochsEnd) {
  TrainScene scene = small_scene();
  scene.step();
  work_until_done(scene);
  EXPECT_EQ(scene.steps(), 1);
  scene.run_epoch();
  EXPECT_TRUE(scene.running());
  work_until_done(scene);
  EXPECT_EQ(scene.steps(), kBatches);
  EXPECT_EQ(scene.epoch(), 1);
  scene.run_epoch();
  work_until_done(scene);
  EXPECT_EQ(scene.steps(), 2 * kBatches);
}

TEST(TrainScene, APauseKeepsWhatWasLearned) {
  TrainScene all = small_scene(), halted = small_scene();
  all.start();
  work_until_done(all);
  halted.start();
  for (int i = 0; i < 20; ++i) halted.work();
  halted.pause();
  const int64_t steps = halted.steps();
  work_until_done(halted);
  EXPECT_EQ(halted.steps(), steps);
  halted.start();
  work_until_done(halted);
  EXPECT_EQ(all.net()->weights_sha256(), halted.net()->weights_sha256());
  halted.reset();
  EXPECT_FALSE(halted.begun());
  EXPECT_TRUE(halted.train().empty());
  halted.start();
  work_until_done(halted);
  EXPECT_EQ(all.net()->weights_sha256(), halted.net()->weights_sha256());
}

TEST(TrainScene, WaitsForThePicturesAndTestsWhenTheyAreThere) {
  TrainScene scene = small_scene(false);
  scene.start();
  EXPECT_FALSE(scene.work());
  EXPECT_TRUE(scene.running());
  give_train(scene);
  for (int i = 0; i < kBatches; ++i) EXPECT_TRUE(scene.work());
  EXPECT_EQ(scene.steps(), kBatches);
  EXPECT_TRUE(scene.test().empty());
  give_test(scene);
  work_until_done(scene);
  EXPECT_EQ(scene.test().size(), 3u);
}

TEST(TrainScene, TestsWhatHasLearnedBeforeTheTestPicturesCame) {
  TrainScene scene = small_scene(false);
  give_train(scene);
  scene.run_epoch();
  work_until_done(scene);
  EXPECT_FALSE(scene.running());
  give_test(scene);
  work_until_done(scene);
  ASSERT_EQ(scene.test().size(), 1u);
  EXPECT_EQ(scene.confusion().total(), kTest);
  EXPECT_EQ(scene.steps(), kBatches);
}

TEST(TrainScene, GoesOnWithTheWholeSetWhenTheFirstPartIsThrough) {
  const int first = ArrivingData::kFirstPart, all = first + 1000;
  const StripedFiles large(all, 10);
  TrainScene scene = small_scene(false);
  scene.set("batch", "1000");
  scene.data().take(File::train_labels, large.train_labels);
  const std::span<const uint8_t> bytes = large.train_images;
  scene.data().take(File::train_images, bytes.first(16 + 784 * static_cast<size_t>(first)));
  scene.run_epoch();
  scene.work();
  EXPECT_NEAR(scene.epoch(), 1000.0 / all, 1e-9);
  scene.data().take(File::train_images, bytes.subspan(16 + 784 * static_cast<size_t>(first)));
  work_until_done(scene);
  EXPECT_EQ(scene.steps(), 7);  // six of the part, one of the whole: as many as an epoch has
  EXPECT_EQ(scene.epoch(), 1);
}

TEST(TrainScene, TheLearningRateIsHeardAtOnceAndFollowsItsSchedule) {
  TrainScene scene = small_scene();
  scene.step();
  work_until_done(scene);
  scene.set("lr", "0");
  const std::string before = scene.net()->weights_sha256();
  scene.step();
  work_until_done(scene);
  EXPECT_EQ(scene.net()->weights_sha256(), before);
  scene.set("lr", "0.5");
  scene.set("schedule", "cosine");
  scene.step();
  work_until_done(scene);
  EXPECT_NE(scene.net()->weights_sha256(), before);
  EXPECT_LT(scene.learning_rate(), 0.5);
  EXPECT_GT(scene.learning_rate(), 0.4);
}

TEST(TrainScene, OneCycleBeginsWithARateOfZero) {
  TrainScene scene = small_scene();
  scene.set("schedule", "one_cycle");
  scene.step();
  work_until_done(scene);
  EXPECT_EQ(scene.net()->weights_sha256(), network_for(kSmall, *scene.data().train(), Init(), 0).weights_sha256());
  EXPECT_GT(scene.learning_rate(), 0);
}

TEST(TrainScene, AnotherOptimizerOrBatchKeepsTheWeightsAndAnotherNetworkDoesNot) {
  TrainScene scene = small_scene();
  scene.run_epoch();
  work_until_done(scene);
  const std::string before = scene.net()->weights_sha256();
  scene.set("optimizer", "momentum");
  scene.set("batch", "64");
  EXPECT_EQ(scene.net()->weights_sha256(), before);
  scene.step();
  work_until_done(scene);
  EXPECT_EQ(scene.steps(), kBatches + 1);
  EXPECT_NE(scene.net()->weights_sha256(), before);
  scene.set("net", "flatten, dense 10");
  EXPECT_FALSE(scene.begun());
}

TEST(TrainScene, ASettingThatIsNoneIsRefusedAndNothingChanges) {
  TrainScene scene = small_scene();
  EXPECT_ERROR(scene.set("lr", "fast"), usage, "lr: expected a learning rate");
  EXPECT_ERROR(scene.set("batch", "0"), usage, "batch: expected a whole number from 1");
  EXPECT_ERROR(scene.set("optimizer", "adm"), usage, "optimizer: expected one of sgd, momentum, nesterov, adam");
  EXPECT_ERROR(scene.set("net", "dens 10"), usage, "unknown layer");
  EXPECT_ERROR(scene.set("speed", "1"), usage, "unknown setting");
  EXPECT_EQ(scene.setup().net, kSmall);
  scene.set("net", "flatten, dense 9");  // layers that do not fit the data are found when there is data
  scene.start();
  EXPECT_ERROR(scene.work(), usage, "one value a class");
  EXPECT_FALSE(scene.running());
}

TEST(TrainScene, StopsWhenTheLossIsNoLongerFinite) {
  TrainScene scene = small_scene();
  scene.set("net", "flatten, dense 16, dense 16, dense 16, dense 10");
  scene.set("optimizer", "sgd");
  scene.set("lr", "100");
  scene.start();
  EXPECT_ERROR(work_until_done(scene), numeric, "no longer a finite number");
  EXPECT_FALSE(scene.running());
}

TEST(TrainScene, AdvanceKeepsToItsTime) {
  TrainScene scene = small_scene();
  scene.start();
  double time = 0;
  const auto clock = [&] { return time++; };  // each look at it takes a millisecond, and so each piece of work
  EXPECT_TRUE(scene.advance(5, clock));
  EXPECT_EQ(scene.steps(), 5);
  EXPECT_TRUE(scene.advance(0, clock));  // at least one
  EXPECT_EQ(scene.steps(), 6);
  scene.pause();
  EXPECT_FALSE(scene.advance(5, clock));
}

TEST(TrainScene, TheModelIsAFileThatNamesPicturesAndCanBeGoneOnWith) {
  TrainScene scene = small_scene();
  EXPECT_ERROR(scene.model(), usage, "no network yet");
  EXPECT_EQ(scene.network(), nullptr);
  scene.start();
  work_until_done(scene);
  const std::vector<uint8_t> file = scene.model();
  const std::unique_ptr<Classifier> model = model_from(file, "a");
  const Dataset& test = *scene.data().test();
  Tensor s;
  model->scores(test.x, s);
  const std::vector<float> p = probabilities_of(scene.network(), test.x.bytes(3));
  for (int c = 0; c < 10; ++c) EXPECT_EQ(p[static_cast<size_t>(c)], s(3, c));

  TrainScene other = small_scene();
  other.load(NetClassifier::load(from_safetensors(file, "a")));
  EXPECT_EQ(other.net()->weights_sha256(), scene.net()->weights_sha256());
  EXPECT_EQ(other.steps(), 0);
  other.set("lr", "0");
  other.run_epoch();
  work_until_done(other);
  EXPECT_EQ(other.test().back().accuracy, scene.test().back().accuracy);
}

TEST(TrainScene, ALongTrainingKeepsItsCurvesShort) {
  TrainScene scene = small_scene();
  scene.set("net", "flatten, dense 10");
  scene.set("batch", "400");
  scene.set("epochs", "1000");
  scene.start();
  work_until_done(scene);
  EXPECT_LT(scene.train().size(), TrainScene::kMostPoints);
  EXPECT_LT(scene.test().size(), TrainScene::kMostPoints);
  EXPECT_EQ(scene.epoch(), 1000);
  EXPECT_NEAR(scene.train().back().epoch, 1000, 10);
}

}  // namespace
}  // namespace thimble
