#include "exercises.h"
#include "data/source.h"
#include "exercise/exercise.h"

class Data : public Exercise {
 protected:
  const thimble::TrainTest excerpt = thimble::load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
};

TEST_F(Data, BrightnessIsTheMeanOfTheGarmentOnly) {
  const std::vector<uint8_t> half_empty = {0, 100, 0, 200}, empty(784);
  EXPECT_EQ(brightness(half_empty), 150);
  EXPECT_EQ(brightness(empty), 0) << "a picture without a garment";
}

TEST_F(Data, MirroredSwapsLeftAndRight) {
  const std::span<const uint8_t> boot = excerpt.train.x.bytes(0);
  const std::vector<uint8_t> mirror = mirrored(boot);
  ASSERT_EQ(mirror.size(), 784u);
  EXPECT_EQ(mirror[28 * 14 + 0], boot[28 * 14 + 27]) << "row 14: the first pixel is the last one of the boot";
  EXPECT_EQ(mirror[28 * 20 + 10], boot[28 * 20 + 17]) << "row 20: pixel 10 is pixel 17 of the boot";
  EXPECT_EQ(mirrored(mirror), std::vector<uint8_t>(boot.begin(), boot.end())) << "mirrored twice is the boot again";
}

TEST_F(Data, TheNearestMeanIsRightForMostPictures) {
  std::vector<Picture> means(10, Picture(784));
  for (size_t n = 0; n < 200; ++n)
    for (size_t i = 0; i < 784; ++i)  // 20 pictures a class
      means[static_cast<size_t>(excerpt.train.labels[n])][i] += excerpt.train.x.bytes(static_cast<int>(n))[i] / 20.0;
  int right = 0;
  for (int n = 0; n < 100; ++n)
    right += nearest(means, excerpt.test.x.bytes(n)) == excerpt.test.labels[static_cast<size_t>(n)];
  EXPECT_EQ(right, 63) << "right answers for the 100 test pictures";
}
