#include "classic/hog.h"

#include <gmock/gmock.h>

#include <cmath>

#include "classic/small_sets.h"
#include "core/rng.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

// Pictures with value(picture, row, column).
template <class Value>
Dataset pictures(int n, int height, int width, Value value) {
  Tensor x({n, height, width});
  for (int i = 0; i < n; ++i)
    for (int u = 0; u < height; ++u)
      for (int v = 0; v < width; ++v) x(i, u, v) = static_cast<float>(value(i, u, v));
  return {Samples(std::move(x)), std::vector<int>(static_cast<size_t>(n)), numbered_classes(1)};
}

Tensor features_of(const Dataset& data, HogOptions options) {
  Hog hog(options);
  hog.fit(data);
  Tensor y;
  hog.apply(data.x, y);
  EXPECT_EQ(y.shape(), (Shape{data.size(), hog.outputs()}));
  return y;
}

TEST(Hog, AVerticalEdgeByHand) {
  // 8 x 8, dark on the left: only columns 3 and 4 have a gradient, 1 to the right, at direction 0, which lies between
  // the last of nine directions and the first. A cell's rows weigh .625 .875 .875 .625 .375 .125, together 3.5; of the
  // two columns together each cell gets 1. So all four cells are (1.75, 0, ..., 0, 1.75), and the block of them
  // 1 / sqrt 8 where they are not 0: .35, above the clip .2, but all the same, so the second division restores it.
  const Dataset edge = pictures(1, 8, 8, [](int, int, int v) { return v >= 4; });
  const Tensor y = features_of(edge, {.epsilon = 1e-4});
  ASSERT_EQ(y.size(), 36);
  for (int cell = 0; cell < 4; ++cell)
    for (int b = 0; b < 9; ++b)
      EXPECT_NEAR(entry(y, 0, cell * 9 + b), b == 0 || b == 8 ? std::sqrt(1 / 8.0) : 0, 1e-4) << cell << ", " << b;
  // epsilon counts: |h|^2 = 8 * 1.75^2, then with all eight at the clip 8 * .2^2.
  const Tensor damped = features_of(edge, {.epsilon = 1});
  EXPECT_NEAR(entry(damped, 0, 0), 0.2 / std::sqrt(8 * 0.04 + 1), 1e-5);
  const Tensor open = features_of(edge, {.clip = 1, .epsilon = 1});
  const double first = 1.75 / std::sqrt(8 * 1.75 * 1.75 + 1);
  EXPECT_NEAR(entry(open, 0, 0), first / std::sqrt(8 * first * first + 1), 1e-5);
}

TEST(Hog, ADiagonalRampPointsBetweenTwoDirections) {
  // At 45 degrees: (45 - 10) / 20 = 1.75, a quarter to direction 1 and three to direction 2; 10 = 1^2 + 3^2, four cells.
  const Dataset ramp = pictures(1, 12, 12, [](int, int u, int v) { return 0.05 * (u + v); });
  const Tensor y = features_of(ramp, {.cell = 2, .clip = 1, .epsilon = 1e-5});
  const int middle = (2 * 5 + 2) * 36;  // the block of the cells 2 and 3 both ways: no edge reaches it
  for (int cell = 0; cell < 4; ++cell)
    for (int b = 0; b < 9; ++b) {
      const double share = b == 1 ? 1 : b == 2 ? 3 : 0;
      EXPECT_NEAR(entry(y, 0, middle + 9 * cell + b), share / std::sqrt(40.0), 1e-4) << cell << ", " << b;
    }
}

TEST(Hog, SeesEveryDirection) {
  for (int degrees = 0; degrees < 180; degrees += 7) {
    const double angle = degrees * 3.14159265358979 / 180;
    const Dataset ramp =
        pictures(1, 12, 12, [&](int, int u, int v) { return 0.03 * (v * std::cos(angle) + u * std::sin(angle)); });
    const Tensor y = features_of(ramp, {.cell = 2, .clip = 1, .epsilon = 1e-5});
    const double at = (degrees - 10) / 20.0;
    const int lower = static_cast<int>(std::floor(at)), middle = (2 * 5 + 2) * 36;
    const double upper = at - lower, norm = 2 * std::sqrt(upper * upper + (1 - upper) * (1 - upper));
    EXPECT_NEAR(entry(y, 0, middle + (lower + 9) % 9), (1 - upper) / norm, 2e-4) << degrees;
    EXPECT_NEAR(entry(y, 0, middle + (lower + 1) % 9), upper / norm, 2e-4) << degrees;
  }
}

Dataset noise(int n, float scale, float shift) {
  Rng rng(3, Purpose::test);
  return pictures(n, 14, 17, [&](int, int, int) { return scale * rng.uniform() + shift; });
}

TEST(Hog, DoesNotSeeBrightnessContrastOrWhichSideIsDark) {
  const HogOptions options = {.epsilon = 1e-5};
  const Tensor y = features_of(noise(3, 1, 0), options);
  for (const auto& [scale, shift] : {std::pair{1.0f, 5.0f}, {3.0f, 0.0f}, {-1.0f, 1.0f}}) {
    const Tensor other = features_of(noise(3, scale, shift), options);
    for (int i = 0; i < y.size(); ++i) ASSERT_NEAR(y.data()[i], other.data()[i], 2e-4f) << scale << ", " << shift;
  }
}

TEST(Hog, BlocksHaveLengthOneAndFlatPicturesNone) {
  Hog hog({.epsilon = 1e-4});
  const Dataset data = noise(2, 1, 0);
  hog.fit(data);
  EXPECT_EQ(hog.outputs(), (14 / 4 - 1) * (17 / 4 - 1) * 36);
  Tensor y;
  hog.apply(data.x, y);
  for (int block = 0; block < hog.outputs() / 36; ++block) {
    double squares = 0;
    for (int i = 0; i < 36; ++i) squares += entry(y, 0, block * 36 + i) * entry(y, 0, block * 36 + i);
    EXPECT_NEAR(squares, 1, 1e-4);
  }
  const Tensor flat = features_of(pictures(1, 8, 8, [](int, int, int) { return 0.5; }), {});
  for (const float value : flat.values()) EXPECT_EQ(value, 0);
}

TEST(Hog, GreyAppendsThePictureAtHalfItsSize) {
  const Dataset ramp = pictures(1, 9, 8, [](int, int u, int v) { return 10 * u + v; });
  const Tensor plain = features_of(ramp, {}), y = features_of(ramp, {.grey = 0.5});
  ASSERT_EQ(y.size(), plain.size() + 4 * 4);
  for (int i = 0; i < plain.size(); ++i) EXPECT_EQ(y.data()[i], plain.data()[i]);
  for (int u = 0; u < 4; ++u)
    for (int v = 0; v < 4; ++v)
      EXPECT_FLOAT_EQ(y(0, plain.size() + 4 * u + v), static_cast<float>(0.5 * (5.5 + 20 * u + 2 * v)));
}

TEST(Hog, DependsNeitherOnThreadsNorOnTheOtherPictures) {
  const Dataset data = noise(200, 1, 0);
  const Tensor all = features_of(data, {});
  for (const int count : {1, 2, 7}) {
    set_threads(count);
    EXPECT_THAT(features_of(data, {}).values(), testing::ElementsAreArray(all.values()));
  }
  set_threads(0);
  const std::vector<int> rows = {150};
  EXPECT_THAT(features_of(data.subset(rows), {}).values(), testing::ElementsAreArray(all.row(150)));
}

TEST(Hog, TakesPicturesAsBytes) {
  std::vector<uint8_t> bytes;
  for (int i = 0; i < 100; ++i) bytes.push_back(static_cast<uint8_t>(i * i % 251));
  const Samples flat({10, 10}, bytes), channel({1, 10, 10}, bytes);
  const Tensor a = features_of({flat, {0}, numbered_classes(1)}, {}),
               b = features_of({channel, {0}, numbered_classes(1)}, {});
  EXPECT_THAT(a.values(), testing::ElementsAreArray(b.values()));
}

TEST(Hog, RefusesWhatIsNoPicture) {
  Hog hog;
  EXPECT_ERROR(hog.fit(clouds(5, 2, 30, 1)), usage, "hog: expected pictures of one channel, got samples of shape (30)");
  const Dataset colour{Samples({3, 8, 8}, std::vector<uint8_t>(192)), {0}, numbered_classes(1)};
  EXPECT_ERROR(hog.fit(colour), usage, "got samples of shape (3, 8, 8)");
  const Dataset low = pictures(1, 7, 8, [](int, int, int) { return 0; });
  EXPECT_ERROR(hog.fit(low), usage, "hog: expected pictures of at least 8 x 8 pixels for one block, got 7 x 8");
  Tensor y;
  EXPECT_ERROR(Hog().apply(noise(1, 1, 0).x, y), usage, "hog: fit it first");
  EXPECT_ERROR(Hog({.cell = 0}), usage, "expected cells of 1 to 1024 pixels, got 0");
  EXPECT_ERROR(Hog({.bins = 0}), usage, "expected 1 to 360 directions, got 0");
  EXPECT_ERROR(Hog({.block = 0}), usage, "expected blocks of 1 to 64 cells a side, got 0");
  EXPECT_ERROR(Hog({.clip = 0}), usage, "expected to clip above 0");
  EXPECT_ERROR(Hog({.epsilon = 0}), usage, "expected an epsilon above 0");
  EXPECT_ERROR(Hog({.grey = -1}), usage, "expected a weight of 0 or more for grey levels, got -1");
}

TEST(Hog, IsSavedAndLoaded) {
  const Dataset data = noise(2, 1, 0);
  Hog hog({.cell = 3, .bins = 7, .block = 3, .clip = 0.3, .epsilon = 0.05, .grey = 0.25});
  Record record;
  EXPECT_ERROR(hog.save(record), usage, "hog: fit it first");
  hog.fit(data);
  hog.save(record);
  const std::vector<uint8_t> file = to_safetensors(record);
  const Hog loaded = Hog::load(from_safetensors(file, "x"));
  Record again;
  loaded.save(again);
  EXPECT_EQ(to_safetensors(again), file);
  Tensor a, b;
  hog.apply(data.x, a);
  loaded.apply(data.x, b);
  EXPECT_THAT(a.values(), testing::ElementsAreArray(b.values()));
  record.set("thimble.sample", std::string("5 5"));
  EXPECT_ERROR(Hog::load(record), data, "hog: expected pictures of at least 9 x 9 pixels");
}

}  // namespace
}  // namespace thimble
