#include "classic/nearest_pruned.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "classic/nearest_bytes.h"
#include "classic/shadows.h"
#include "core/rng.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

constexpr int kPixels = 300;

Samples pictures(std::vector<uint8_t> bytes, int pixels = kPixels) { return Samples({1, pixels}, std::move(bytes)); }

uint8_t clamped(double value) { return static_cast<uint8_t>(std::clamp(value, 0.0, 255.0)); }

// What pictures of things are like: few causes behind many pixels, and a little noise.
std::vector<uint8_t> smooth(int n, uint64_t seed, int causes = 12) {
  Rng patterns(1, Purpose::test, 0), rng(seed, Purpose::test, 1);
  std::vector<double> pattern(static_cast<size_t>(causes * kPixels));
  for (double& p : pattern) p = 25 * static_cast<double>(patterns.normal());
  std::vector<uint8_t> bytes;
  for (int i = 0; i < n; ++i) {
    std::vector<double> weight(static_cast<size_t>(causes));
    for (double& w : weight) w = static_cast<double>(rng.normal());
    for (int p = 0; p < kPixels; ++p) {
      double value = 100 + 3 * static_cast<double>(rng.normal());
      for (int c = 0; c < causes; ++c)
        value += weight[static_cast<size_t>(c)] * pattern[static_cast<size_t>(c * kPixels + p)];
      bytes.push_back(clamped(value));
    }
  }
  return bytes;
}

void expect_those_of_all_pairs(const Samples& train, const Samples& queries, int k) {
  const std::optional<Neighbours> pruned = nearest_pruned(train, queries, k);
  ASSERT_TRUE(pruned.has_value());
  const Neighbours all = nearest_bytes(train, queries, k);
  EXPECT_EQ(pruned->index, all.index);
  EXPECT_EQ(pruned->distance, all.distance);
}

TEST(NearestPruned, AreThoseOfAllPairs) {
  const Samples train = pictures(smooth(1300, 2)), queries = pictures(smooth(90, 3));
  for (const int k : {1, 5, 32}) expect_those_of_all_pairs(train, queries, k);
  expect_those_of_all_pairs(queries, train, 3);  // more queries than a piece of work has
}

// Many equal distances, and the later of two equals is the nearer.
TEST(NearestPruned, OfDuplicatesAreTheLaterOnes) {
  std::vector<uint8_t> bytes = smooth(500, 4);
  const std::vector<uint8_t> once = bytes;
  for (int copy = 1; copy < 4; ++copy) bytes.insert(bytes.end(), once.begin(), once.end());
  const Samples train = pictures(bytes), queries = pictures({once.begin(), once.begin() + 60 * kPixels});
  expect_those_of_all_pairs(train, queries, 6);
  const std::optional<Neighbours> found = nearest_pruned(train, queries, 4);
  ASSERT_TRUE(found.has_value());
  for (int q = 0; q < 60; ++q)
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(found->index[static_cast<size_t>(4 * q + i)], q + 500 * (3 - i));
      EXPECT_EQ(found->distance[static_cast<size_t>(4 * q + i)], 0);
    }
}

// One picture again and again, with one pixel a grey level or two lighter: distances far below a step of the shadows.
TEST(NearestPruned, OfPicturesThatDifferInOnePixel) {
  const std::vector<uint8_t> one = smooth(1, 5);
  const auto variants = [&](int n, int shift) {
    std::vector<uint8_t> bytes = smooth(1900, 6);
    for (int i = 0; i < n; ++i) {
      bytes.insert(bytes.end(), one.begin(), one.end());
      bytes[bytes.size() - static_cast<size_t>(1 + (i * 7 + shift) % kPixels)] ^= static_cast<uint8_t>(1 + i % 3);
    }
    return pictures(bytes);
  };
  const Samples train = variants(90, 0), all = variants(60, 3);
  std::vector<int> rows;
  for (int i = 1860; i < all.size(); ++i) rows.push_back(i);
  expect_those_of_all_pairs(train, all.subset(rows), 5);
}

// Black and white pictures among the others lie far outside what the step was chosen for; their shadows are clamped.
TEST(NearestPruned, OfExtremePicturesStayExact) {
  std::vector<uint8_t> bytes = smooth(1600, 7), asked = smooth(60, 8);
  const auto put = [](std::vector<uint8_t>& to, int at, auto value) {
    for (int p = 0; p < kPixels; ++p) to[static_cast<size_t>(at * kPixels + p)] = value(p);
  };
  for (int i = 0; i < 40; ++i) {
    put(bytes, 38 * i + 3, [&](int p) { return static_cast<uint8_t>(p < i ? 255 : 0); });
    put(bytes, 38 * i + 4, [&](int p) { return static_cast<uint8_t>(p < i ? 0 : 255); });
    put(bytes, 38 * i + 5, [&](int p) { return static_cast<uint8_t>((p + i) % 2 == 0 ? 255 : 0); });
  }
  put(asked, 0, [](int) { return uint8_t{0}; });
  put(asked, 1, [](int) { return uint8_t{255}; });
  put(asked, 2, [](int p) { return static_cast<uint8_t>(p % 2 == 0 ? 255 : 0); });
  put(asked, 3, [](int p) { return static_cast<uint8_t>(p < kPixels / 2 ? 255 : 0); });
  expect_those_of_all_pairs(pictures(bytes), pictures(asked), 5);
}

TEST(NearestPruned, GiveUpOnEqualPictures) {
  const std::vector<uint8_t> one = smooth(1, 9);
  std::vector<uint8_t> bytes;
  for (int i = 0; i < 5000; ++i) bytes.insert(bytes.end(), one.begin(), one.end());
  const Samples train = pictures(bytes);
  std::vector<int> rows(40);
  EXPECT_FALSE(nearest_pruned(train, train.subset(rows), 2).has_value()) << "no pair can be left out";
}

// All pictures that the step is chosen by differ in one pixel; the others are anything.
TEST(Shadows, HoldWhereTheSampleSaysNothingAboutTheOthers) {
  std::vector<uint8_t> bytes = smooth(3000, 15, 2);
  for (int i = 0; i < 3000; i += 2)
    for (int p = 0; p < kPixels; ++p) bytes[static_cast<size_t>(i * kPixels + p)] = static_cast<uint8_t>(p == i % 7);
  const Samples train = pictures(bytes), queries = pictures(smooth(60, 16, 2));
  std::vector<int> even;
  for (int i = 0; i < 3000; i += 2) even.push_back(i);
  const Shadows shadows(train.subset(even));
  const Shadows::Cast of_train = shadows.cast(train), of_queries = shadows.cast(queries);
  const kernels::Kernels& k = kernels::active();
  for (int q = 0; q < queries.size(); ++q)
    for (int i = 0; i < train.size(); ++i) {
      const double errors =
          static_cast<double>(of_queries.errors[static_cast<size_t>(q)] + of_train.errors[static_cast<size_t>(i)]);
      const uint32_t d = k.squared_distance_u8(kPixels, queries.bytes(q).data(), train.bytes(i).data());
      const uint32_t apart = k.squared_distance_u8(Shadows::kLength, of_queries.bytes.data() + q * Shadows::kLength,
                                                   of_train.bytes.data() + i * Shadows::kLength);
      ASSERT_LE(apart, shadows.limit(d, errors)) << q << " " << i;
    }
}

TEST(NearestPruned, GiveUpOnNoise) {
  Rng rng(10, Purpose::test, 0);
  std::vector<uint8_t> bytes(static_cast<size_t>(4500 * kPixels));
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(rng.below(256));
  const Samples all = pictures(bytes);
  std::vector<int> rows(40);
  for (int i = 0; i < 40; ++i) rows[static_cast<size_t>(i)] = 100 * i;
  EXPECT_FALSE(nearest_pruned(all, all.subset(rows), 5).has_value());
}

TEST(NearestPruned, AreTheSameForAnyThreads) {
  const Samples train = pictures(smooth(700, 11)), queries = pictures(smooth(1600, 12));
  const std::optional<Neighbours> all = nearest_pruned(train, queries, 3);
  ASSERT_TRUE(all.has_value());
  for (const int threads : {1, 3}) {
    set_threads(threads);
    const std::optional<Neighbours> again = nearest_pruned(train, queries, 3);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->index, all->index) << threads;
  }
  set_threads(0);
}

// The claim that everything rests on, for all pairs of a few hundred pictures of every kind.
TEST(Shadows, AreNeverFartherApartThanThePicturesAllow) {
  std::vector<uint8_t> bytes = smooth(200, 13);
  for (int p = 0; p < kPixels; ++p) {
    bytes[static_cast<size_t>(p)] = 0;
    bytes[static_cast<size_t>(kPixels + p)] = 255;
    bytes[static_cast<size_t>(2 * kPixels + p)] = p % 2 == 0 ? 255 : 0;
  }
  const Samples x = pictures(bytes);
  const Shadows shadows(x);
  const Shadows::Cast cast = shadows.cast(x);
  const auto shadow = [&](int i) { return cast.bytes.data() + i * Shadows::kLength; };
  const kernels::Kernels& k = kernels::active();
  double tightest = 0;
  for (int a = 0; a < x.size(); ++a)
    for (int b = 0; b < a; ++b) {
      const double errors =
          static_cast<double>(cast.errors[static_cast<size_t>(a)] + cast.errors[static_cast<size_t>(b)]);
      const uint32_t limit =
          shadows.limit(k.squared_distance_u8(kPixels, x.bytes(a).data(), x.bytes(b).data()), errors);
      const uint32_t apart = k.squared_distance_u8(Shadows::kLength, shadow(a), shadow(b));
      ASSERT_LE(apart, limit) << a << " " << b;
      if (a > 2 && b > 2) tightest = std::max(tightest, static_cast<double>(apart) / limit);
    }
  EXPECT_GT(tightest, 0.7) << "shadows that say something";
}

TEST(NearestPruned, AreNotTriedWhereTheyCannotPay) {
  const Samples many({1, 512}, std::vector<uint8_t>(8192 * 512)), small({1, 100}, std::vector<uint8_t>(819200));
  const std::vector<int> rows(100);
  EXPECT_EQ(worth_pruning(many, many, 5), !kernels::has_tiles(kernels::active()));
  EXPECT_FALSE(worth_pruning(many, many.subset(rows), 5));
  EXPECT_FALSE(worth_pruning(many.subset(rows), many, 5));
  EXPECT_FALSE(worth_pruning(many, many, 33));
  EXPECT_FALSE(worth_pruning(small, small, 1));
}

}  // namespace
}  // namespace thimble
