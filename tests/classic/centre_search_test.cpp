#include "classic/centre_search.h"

#include <gmock/gmock.h>

#include "classic/small_sets.h"
#include "core/rng.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

using testing::ElementsAre;

// |x_n - c_j|^2 in double
double distance(const Samples& x, int n, const Tensor& centres, int j) {
  std::vector<float> values(static_cast<size_t>(x.sample().size()));
  x.copy(n, values);
  double sum = 0;
  for (int p = 0; p < centres.dim(1); ++p) {
    const double d = static_cast<double>(values[static_cast<size_t>(p)]) - static_cast<double>(centres(j, p));
    sum += d * d;
  }
  return sum;
}

Samples random_pictures(int n, int width, uint64_t seed) {
  Rng rng(seed, Purpose::test);
  std::vector<uint8_t> bytes(static_cast<size_t>(n * width));
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(rng.below(256));
  return Samples({1, width}, std::move(bytes));
}

Tensor random_centres(int k, int width, float low, float high, uint64_t seed) {
  Rng rng(seed + 100, Purpose::test);
  Tensor centres({k, width});
  for (float& c : centres.values()) c = rng.uniform(low, high);
  return centres;
}

std::vector<int> nearest(const Samples& x, const Tensor& centres) {
  std::vector<int> labels(static_cast<size_t>(x.size()), -1);
  CentreSearch(x).nearest(centres, labels);
  return labels;
}

// No other centre is nearer, but by rounding.
void expect_nearest(const Samples& x, const Tensor& centres, double rounding) {
  const std::vector<int> labels = nearest(x, centres);
  for (int n = 0; n < x.size(); ++n) {
    const int label = labels[static_cast<size_t>(n)];
    ASSERT_GE(label, 0);
    for (int j = 0; j < centres.dim(0); ++j)
      ASSERT_LE(distance(x, n, centres, label), distance(x, n, centres, j) + rounding) << n << ", centre " << j;
  }
}

TEST(CentreSearch, FindsTheNearestCentreOfPicturesOfAnySize) {
  for (const int width : {1, 3, 4, 31, 64, 785})
    for (const int k : {1, 2, 5, 17, 40}) {
      const Samples x = random_pictures(70, width, 1);
      expect_nearest(x, random_centres(k, width, 0, 1, 2), 1e-6 * width);
    }
}

TEST(CentreSearch, FindsTheNearestCentreOfFeatures) {
  for (const int width : {1, 2, 9, 100})
    for (const int k : {1, 3, 20}) {
      const Samples x(random_centres(70, width, -2, 2, 3));
      expect_nearest(x, random_centres(k, width, -2, 2, 4), 1e-4);
    }
}

TEST(CentreSearch, TakesCentresThatNoPictureCouldBe) {
  expect_nearest(random_pictures(50, 9, 5), random_centres(6, 9, -3, 3, 6), 1e-4);
}

TEST(CentreSearch, TiesGoToTheSmallerCentre) {
  Samples x({1, 1}, {10, 11, 12});
  x.scale = 1;
  EXPECT_THAT(nearest(x, Tensor({3, 1}, {12, 10, 10})), ElementsAre(1, 0, 0));
  const Samples features(Tensor({3, 1}, {-1, 0, 1}));
  EXPECT_THAT(nearest(features, Tensor({3, 1}, {1, -1, -1})), ElementsAre(1, 0, 0));
}

TEST(CentreSearch, SeesSubsetsAndScaling) {
  Samples x = random_pictures(40, 12, 7);
  x.scale = 0.5f;
  x.shift = -20;
  const Tensor centres = random_centres(4, 12, -20, 107, 8);
  expect_nearest(x, centres, 1e-3);
  const std::vector<int> all = nearest(x, centres), rows = {30, 3, 3, 17};
  const std::vector<int> some = nearest(x.subset(rows), centres);
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(some[i], all[static_cast<size_t>(rows[i])]);
}

TEST(CentreSearch, PicturesGiveTheSameAnswersWithEveryInstructionSetAndAnyNumberOfThreads) {
  const Samples x = random_pictures(1500, 50, 9);
  const Tensor centres = random_centres(13, 50, 0.4f, 0.6f, 10);
  const char* before = kernels::active().isa;
  const std::vector<int> expected = nearest(x, centres);
  for (const kernels::Kernels* set : kernels::available()) {
    kernels::use(set->isa);
    for (const int count : {1, 2, 7}) {
      set_threads(count);
      EXPECT_EQ(nearest(x, centres), expected) << set->isa << ", " << count << " threads";
    }
  }
  set_threads(0);
  kernels::use(before);
}

}  // namespace
}  // namespace thimble
