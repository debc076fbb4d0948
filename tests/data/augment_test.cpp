#include "data/augment.h"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "core/tensor.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAreArray;

const Key kKey(7, Purpose::augment, 2);

// N pictures of H x W, every value different.
Tensor ramp(int n, int c, int h, int w) {
  Tensor x({n, c, h, w});
  for (int i = 0; i < x.size(); ++i) x.data()[i] = static_cast<float>(i + 1);
  return x;
}

// Row n is sample n.
Tensor augmented(const std::string& text, Tensor x, const Key& key = kKey) {
  for (int n = 0; n < x.dim(0); ++n) augment(parse_augment(text), key, n, x.shape().without_batch(), x.row(n));
  return x;
}

TEST(Augment, TextsReadAndWrite) {
  const Augment a = parse_augment("flip, shift 2 3, rotate 10, zoom 0.1, erase 0.5");
  EXPECT_TRUE(a.flip);
  EXPECT_EQ(a.shift_x, 2);
  EXPECT_EQ(a.shift_y, 3);
  EXPECT_EQ(a.rotate, 10);
  EXPECT_EQ(a.zoom, 0.1f);
  EXPECT_EQ(a.erase, 0.5f);
  for (const char* text : {"none", "flip", "shift 2", "shift 2 3", "rotate 0.5", "flip, shift 8.4 2.8, zoom 0.1",
                           "flip, zoom 0.1, outline 0.3, fill 0.25, erase 0.5"})
    EXPECT_EQ(to_text(parse_augment(text)), text);
  EXPECT_FALSE(parse_augment("").any());
  EXPECT_TRUE(parse_augment("flip alternating").any());
  EXPECT_EQ(to_text(parse_augment("shift 1, flip alternating")), "flip alternating, shift 1");
}

TEST(Augment, BadTextsNameTheWord) {
  EXPECT_ERROR(parse_augment("flop"), usage,
               "expected flip, shift, rotate, zoom, outline, fill, erase or none, got \"flop\"");
  EXPECT_ERROR(parse_augment("flip sometimes"), usage, "expected flip or flip alternating, got \"flip sometimes\"");
  EXPECT_ERROR(parse_augment("flip, flip alternating"), usage, "expected flip or flip alternating, got both");
  EXPECT_ERROR(parse_augment("flip, rotate"), usage, "expected rotate and one number, got \"rotate\"");
  EXPECT_ERROR(parse_augment("rotate ten"), usage, "rotate: expected a number from 0 to 180, got \"ten\"");
  EXPECT_ERROR(parse_augment("zoom 1"), usage, "zoom: expected a number from 0 to 0.9, got \"1\"");
  EXPECT_ERROR(parse_augment("erase nan"), usage, "erase: expected a number from 0 to 1, got \"nan\"");
  EXPECT_ERROR(parse_augment("outline 0.6, fill 0.5"), usage, "expected outline and fill to be 1 together at most");
  EXPECT_ERROR(parse_augment("shift 1 2 3"), usage, "one or two numbers");
  EXPECT_ERROR(parse_augment("none, flip"), usage, "\"none\"");
}

TEST(Augment, NothingChangesNothing) {
  const Tensor x = ramp(2, 1, 5, 4);
  EXPECT_THAT(augmented("none", x).values(), ElementsAreArray(x.values()));
}

TEST(Augment, FlipMirrorsAboutHalfOfThePictures) {
  const Tensor x = ramp(400, 2, 3, 4);
  const Tensor y = augmented("flip", x);
  int flipped = 0;
  for (int n = 0; n < 400; ++n) {
    const bool mirrored = y(n, 0, 0, 0) != x(n, 0, 0, 0);
    flipped += mirrored;
    for (int c = 0; c < 2; ++c)
      for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 4; ++j) ASSERT_EQ(y(n, c, i, j), x(n, c, i, mirrored ? 3 - j : j)) << n;
  }
  EXPECT_NEAR(flipped, 200, 40);  // four standard deviations
}

TEST(Augment, AlternatingFlipMirrorsEveryPictureEverySecondEpoch) {
  const Tensor x = ramp(400, 1, 3, 4);
  const auto mirrored = [&](int epoch) {
    const Tensor y = augmented("flip alternating", x, Key(kKey.seed, Purpose::augment, epoch));
    std::vector<bool> which;
    for (int n = 0; n < 400; ++n) which.push_back(y(n, 0, 0, 0) != x(n, 0, 0, 0));
    return which;
  };
  const std::vector<bool> first = mirrored(0);
  EXPECT_NEAR(std::count(first.begin(), first.end(), true), 200, 40);
  for (int epoch = 1; epoch < 5; ++epoch) {
    const std::vector<bool> now = mirrored(epoch);
    for (size_t n = 0; n < now.size(); ++n) ASSERT_EQ(now[n], first[n] != (epoch % 2 == 1)) << epoch << ' ' << n;
  }
  const Tensor other = augmented("flip alternating", x, Key(kKey.seed + 1, Purpose::augment));
  EXPECT_NE(std::vector<float>(other.values().begin(), other.values().end()),
            std::vector<float>(augmented("flip alternating", x).values().begin(),
                               augmented("flip alternating", x).values().end()));
}

TEST(Augment, ShiftMovesWholePixelsAndFillsWithZeros) {
  const Tensor x = ramp(300, 1, 6, 5);
  const Tensor y = augmented("shift 2 1", x);
  std::set<std::pair<int, int>> seen;
  for (int n = 0; n < 300; ++n) {
    int found = 0;
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -2; dx <= 2; ++dx) {
        bool same = true;
        for (int i = 0; i < 6; ++i)
          for (int j = 0; j < 5; ++j) {
            const int si = i - dy, sj = j - dx;
            const float want = si < 0 || si >= 6 || sj < 0 || sj >= 5 ? 0 : x(n, 0, si, sj);
            same = same && y(n, 0, i, j) == want;
          }
        if (same) seen.insert({dy, dx}), ++found;
      }
    ASSERT_EQ(found, 1) << n;
  }
  EXPECT_EQ(seen.size(), 15u);  // each of 3 x 5 shifts occurs
}

// A picture that is a linear function of the place keeps being one under a rotation: bilinear sampling is exact there.
TEST(Augment, RotationTurnsAboutTheCentre) {
  const int side = 21;
  Tensor x({50, 2, side, side});
  for (int n = 0; n < 50; ++n)
    for (int i = 0; i < side; ++i)
      for (int j = 0; j < side; ++j) {
        x(n, 0, i, j) = static_cast<float>(100 + j - 10);  // 100 + x
        x(n, 1, i, j) = static_cast<float>(100 + i - 10);  // 100 + y
      }
  const Tensor y = augmented("rotate 30", x);
  std::set<float> slopes;
  for (int n = 0; n < 50; ++n) {
    EXPECT_NEAR(y(n, 0, 10, 10), 100, 1e-3);
    const float c = y(n, 0, 10, 11) - 100, s = y(n, 0, 11, 10) - 100;  // cos and sin of the angle
    EXPECT_NEAR(c * c + s * s, 1, 1e-3);
    EXPECT_GE(c, std::cos(30.1f * 3.14159265f / 180));
    EXPECT_NEAR(y(n, 0, 13, 6), 100 - 4 * c + 3 * s, 1e-3);  // at x = -4, y = 3
    EXPECT_NEAR(y(n, 1, 13, 6), 100 + 4 * s + 3 * c, 1e-3);
    slopes.insert(s);
  }
  EXPECT_LT(*slopes.begin(), -0.2f);  // to both sides
  EXPECT_GT(*slopes.rbegin(), 0.2f);
}

TEST(Augment, ZoomScalesAboutTheCentre) {
  const int side = 21;
  Tensor x({50, 1, side, side});
  for (int n = 0; n < 50; ++n)
    for (int i = 0; i < side; ++i)
      for (int j = 0; j < side; ++j) x(n, 0, i, j) = static_cast<float>(100 + j - 10);
  const Tensor y = augmented("zoom 0.2", x);
  for (int n = 0; n < 50; ++n) {
    const float zoom = 1 / (y(n, 0, 10, 11) - 100);
    EXPECT_GE(zoom, 0.799f);
    EXPECT_LE(zoom, 1.201f);
    EXPECT_NEAR(y(n, 0, 5, 15), 100 + 5 / zoom, 1e-3);
  }
}

TEST(Augment, EraseBlanksOneRectangleOfTheAllowedSize) {
  const Tensor y = augmented("erase 1", Tensor({200, 1, 28, 28}, 1.0f));
  for (int n = 0; n < 200; ++n) {
    int top = 28, left = 28, bottom = -1, right = -1, zeros = 0;
    for (int i = 0; i < 28; ++i)
      for (int j = 0; j < 28; ++j)
        if (y(n, 0, i, j) == 0) {
          ++zeros;
          top = std::min(top, i), bottom = std::max(bottom, i);
          left = std::min(left, j), right = std::max(right, j);
        }
    EXPECT_EQ(zeros, (bottom - top + 1) * (right - left + 1)) << "a rectangle";
    EXPECT_LE(zeros, 0.33 * 784);
    EXPECT_GE(zeros, 0.01 * 784);  // 2 %, less what rounding down takes
  }
}

TEST(Augment, DependsOnSeedEpochAndSampleAlone) {
  const std::string all = "flip, shift 3, rotate 10, zoom 0.1, outline 0.3, fill 0.3, erase 0.5";
  const Tensor y = augmented(all, Tensor({64, 1, 9, 9}, 1.0f));
  EXPECT_THAT(augmented(all, Tensor({64, 1, 9, 9}, 1.0f)).values(), ElementsAreArray(y.values()));
  Tensor alone({1, 9, 9}, 1.0f);
  augment(parse_augment(all), kKey, 37, alone.shape(), alone.values());
  EXPECT_THAT(alone.values(), ElementsAreArray(y.row(37)));
  EXPECT_THAT(augmented(all, Tensor({64, 1, 9, 9}, 1.0f), Key(7, Purpose::augment, 3)).values(),
              testing::Not(ElementsAreArray(y.values())));
}

}  // namespace
}  // namespace thimble
