#include "learn/flips.h"

#include <gtest/gtest.h>

#include "support/throws.h"

namespace thimble {
namespace {

std::vector<uint8_t> bytes_of(const Samples& x) { return *x.shared_bytes(); }

TEST(Flips, TurnEveryRowOfEveryPicture) {
  Samples x({2, 3}, std::vector<uint8_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  x.scale = 0.5f;
  x.shift = -1;
  const Samples turned = mirrored(x);
  EXPECT_EQ(bytes_of(turned), (std::vector<uint8_t>{3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}));
  EXPECT_EQ(turned.sample(), x.sample());
  EXPECT_EQ(turned.scale, 0.5f);
  EXPECT_EQ(turned.shift, -1);
  EXPECT_EQ(bytes_of(mirrored(turned)), bytes_of(x));
  const std::vector<int> second{1};
  EXPECT_EQ(bytes_of(mirrored(x.subset(second))), (std::vector<uint8_t>{9, 8, 7, 12, 11, 10}));

  const Samples features = mirrored(Samples(Tensor({1, 2, 2}, {1, 2, 3, 4})));
  EXPECT_EQ(features.features()(0, 0, 0), 2);
  EXPECT_EQ(features.features()(0, 1, 1), 3);
  EXPECT_ERROR(mirrored(Samples(Tensor({2, 3}))), usage, "flips: expected pictures, got samples of shape (3)");
}

// The score of class 0 is the first pixel, that of class 1 the second.
struct Looks : Classifier {
  std::string name() const override { return "looks"; }
  void fit(const Dataset&) override {}
  void scores(const Samples& x, Tensor& s) override {
    s.resize({x.size(), 2});
    for (int n = 0; n < x.size(); ++n)
      for (int k = 0; k < 2; ++k) s(n, k) = static_cast<float>(x.bytes(n)[static_cast<size_t>(k)]);
  }
  Input input() const override { return {}; }
  void save(Record&) const override {}
};

TEST(Flips, AverageBothScores) {
  Looks model;
  Tensor s;
  scores_with_flips(model, Samples({1, 2}, std::vector<uint8_t>{10, 20, 4, 0}), s);
  EXPECT_EQ(s.shape(), Shape({2, 2}));
  EXPECT_FLOAT_EQ(s(0, 0), 15);
  EXPECT_FLOAT_EQ(s(0, 1), 15);
  EXPECT_FLOAT_EQ(s(1, 0), 2);
  EXPECT_FLOAT_EQ(s(1, 1), 2);
}

}  // namespace
}  // namespace thimble
