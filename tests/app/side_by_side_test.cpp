#include "app/side_by_side.h"

#include <gtest/gtest.h>

#include "app/striped_garments.h"
#include "core/error.h"

namespace thimble {
namespace {

using File = ArrivingData::File;

struct Both {
  TrainScene one{numbered_classes(10)};
  std::unique_ptr<TrainScene> other;
  Both() {
    const StripedFiles files(400, 100);
    one.data().take(File::train_images, files.train_images);
    one.data().take(File::train_labels, files.train_labels);
    one.data().take(File::test_images, files.test_images);
    one.data().take(File::test_labels, files.test_labels);
    for (const auto& [key, value] :
         {std::pair{"net", "flatten, dense 10"}, {"batch", "40"}, {"epochs", "3"}, {"seed", "9"}})
      one.set(key, value);
    other = companion(one);
  }
  // The farthest that one was ahead of the other, in epochs.
  double run() {
    one.start();
    other->start();
    double time = 0, farthest = 0;
    while (advance_both(one, *other, 1, [&] { return time++; }))
      farthest = std::max(farthest, std::abs(one.epoch() - other->epoch()));
    return farthest;
  }
};

TEST(SideBySide, TheSameSettingsLearnTheSame) {
  Both both;
  EXPECT_EQ(both.other->setup().net, "flatten, dense 10");
  EXPECT_LE(both.run(), 0.1 + 1e-9);  // a mini-batch
  EXPECT_EQ(both.one.epoch(), 3);
  EXPECT_EQ(both.other->epoch(), 3);
  EXPECT_EQ(both.one.net()->weights_sha256(), both.other->net()->weights_sha256());
}

TEST(SideBySide, OtherSettingsLearnSomethingElseInStep) {
  Both both;
  both.other->set("net", "flatten, dense 12, relu, dense 10");
  both.other->set("lr", "0.0001");
  EXPECT_LE(both.run(), 0.1 + 1e-9);
  EXPECT_NE(both.one.train().back().loss, both.other->train().back().loss);
}

TEST(SideBySide, OneGoesOnWhereTheOtherHasEnded) {
  Both both;
  both.other->set("epochs", "1");
  both.run();
  EXPECT_EQ(both.one.epoch(), 3);
  EXPECT_EQ(both.other->epoch(), 1);
}

}  // namespace
}  // namespace thimble
