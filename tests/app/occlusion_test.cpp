#include "app/occlusion.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

// Sure of class 1 by the share of light that falls on one pixel.
class Eye : public Classifier {
 public:
  explicit Eye(size_t pixel) : pixel_(pixel) {}
  std::string name() const override { return "eye"; }
  void fit(const Dataset&) override {}
  void scores(const Samples& x, Tensor& s) override {
    ++asked;
    s = Tensor({x.size(), 2});
    for (int i = 0; i < x.size(); ++i) {
      const float p = static_cast<float>(x.bytes(i)[pixel_]) / 255;
      s.data()[2 * i] = 1 - p, s.data()[2 * i + 1] = p;
    }
  }
  Input input() const override {
    Input in;
    in.sample = {28, 28};
    in.class_names = {"no", "yes"};
    return in;
  }
  void save(Record&) const override {}
  int asked = 0;

 private:
  size_t pixel_;
};

TEST(Occlusion, OnlyWhatCoversThePixelTakesFromTheAnswer) {
  Eye eye(10 * 28 + 14);
  const std::vector<uint8_t> white(784, 255);
  const std::vector<float> drops = occlusion(eye, eye.input(), white, 1);
  EXPECT_EQ(eye.asked, 1);
  EXPECT_FLOAT_EQ(drops[10 * 28 + 14], 1);  // every square that covers it blinds the eye
  EXPECT_GT(drops[11 * 28 + 13], 0);        // some of those do
  EXPECT_LT(drops[11 * 28 + 13], 1);
  for (int i = 0; i < 784; ++i) {
    const int x = i % 28, y = i / 28;
    const bool near = x >= 11 && x <= 17 && y >= 7 && y <= 13;
    EXPECT_TRUE(near || drops[static_cast<size_t>(i)] == 0) << x << ", " << y;
  }
}

TEST(Occlusion, WhatSpeaksAgainstTheClassIsBelowZero) {
  Eye eye(10 * 28 + 14);
  EXPECT_FLOAT_EQ(occlusion(eye, eye.input(), std::vector<uint8_t>(784, 255), 0)[10 * 28 + 14], -1);
}

TEST(Occlusion, BlackGroundSaysNothing) {
  Eye eye(10 * 28 + 14);
  for (const float d : occlusion(eye, eye.input(), std::vector<uint8_t>(784), 1)) EXPECT_EQ(d, 0);
}

}  // namespace
}  // namespace thimble
