#include "app/train_setup.h"

#include <gtest/gtest.h>

#include "app/striped_garments.h"
#include "app/train_scene.h"
#include "core/error.h"
#include "data/augment.h"
#include "support/throws.h"

namespace thimble {
namespace {

using File = ArrivingData::File;

TEST(TrainSetup, IsTheQuickPresetFromTheStart) {
  TrainSetup setup;
  EXPECT_EQ(setup.preset(), "quick");
  setup.set("lr", "0.02");
  EXPECT_EQ(setup.preset(), "");
  setup.set("seed", "5");
  for (const std::string& id : presets()) {
    setup.set("preset", id);
    EXPECT_EQ(setup.preset(), id);
    EXPECT_EQ(setup.seed, 5u);
  }
  EXPECT_EQ(setup.augment, "flip, shift 1, outline 0.18, fill 0.1");
}

TEST(TrainSetup, RefusesAugmentationsSharesAndPresetsThatAreNone) {
  TrainSetup setup;
  EXPECT_ERROR(setup.set("augment", "mirror"), usage, "augment: expected flip");
  EXPECT_ERROR(setup.set("share", "0"), usage, "share: expected a part");
  EXPECT_ERROR(setup.set("share", "1.5"), usage, "share: expected a part");
  EXPECT_ERROR(setup.set("preset", "S0-1"), usage, "preset: expected one of quick, S2-1, S4-1, page");
  EXPECT_EQ(setup.augment, "none");
  EXPECT_EQ(setup.share, 1);
}

struct Scene {
  TrainScene scene{numbered_classes(10)};
  Scene() {
    static const StripedFiles files(400, 150);
    for (const auto& [key, value] : {std::pair{"net", "flatten, dense 16, relu, dense 10"},
                                     {"batch", "32"},
                                     {"epochs", "2"},
                                     {"lr", "0.01"},
                                     {"schedule", "constant"}})
      scene.set(key, value);
    scene.data().take(File::train_images, files.train_images);
    scene.data().take(File::train_labels, files.train_labels);
    scene.data().take(File::test_images, files.test_images);
    scene.data().take(File::test_labels, files.test_labels);
  }
  void run() {
    scene.start();
    while (scene.work()) {
    }
  }
};

TEST(TrainScene, AugmentsAsTheTrainerDoes) {
  Scene s;
  s.scene.set("augment", "flip, shift 2, erase 0.5");
  s.run();
  const Dataset& data = *s.scene.data().train();
  Sequential net = network_for("flatten, dense 16, relu, dense 10", data, Init(), 0);
  Adam adam;
  TrainOptions options{.epochs = 2, .batch_size = 32, .learning_rate = constant(0.01f)};
  const Augment a = parse_augment("flip, shift 2, erase 0.5");
  options.augment = [a](std::span<float> x, const Shape& shape, const Key& key, int sample) {
    augment(a, key, sample, shape, x);
  };
  Trainer(net, adam, data, nullptr, options).run();
  EXPECT_EQ(s.scene.net()->weights_sha256(), net.weights_sha256());
  Scene plain;
  plain.run();
  EXPECT_NE(plain.scene.net()->weights_sha256(), net.weights_sha256());
}

TEST(TrainScene, AnEpochOfAShareIsShorter) {
  Scene s;
  s.scene.set("share", "0.1");
  s.run();
  EXPECT_EQ(s.scene.epoch(), 2);
  EXPECT_EQ(s.scene.steps(), 2 * 2);  // 40 pictures: 32 and 8
  s.scene.set("share", "1");
  s.run();
  EXPECT_EQ(s.scene.epoch(), 4);
  EXPECT_EQ(s.scene.steps(), 2 * 2 + 2 * 13);
}

TEST(TrainScene, LearnsTheOwnPicturesToo) {
  const std::vector<uint8_t> picture(784, 255);  // all white: no garment of the data set
  Scene s;
  s.run();
  s.scene.own.add(picture, 6);
  s.run();
  EXPECT_EQ(s.scene.epoch(), 4);
  EXPECT_EQ(s.scene.steps(), 2 * 13 + 2 * 16);  // 400 pictures, and 100 times the own one
  Tensor p;
  s.scene.network()->scores(Samples({28, 28}, picture), p);
  EXPECT_GT(p(0, 6), 0.9f);
}

TEST(TrainScene, TwoScenesShareTheirPictures) {
  Scene s;
  TrainScene other(s.scene.shared_data());
  EXPECT_EQ(other.data().train(), s.scene.data().train());
  other.set("net", "flatten, dense 10");
  other.step();
  EXPECT_TRUE(other.work());
  EXPECT_FALSE(s.scene.begun());
}

}  // namespace
}  // namespace thimble
