#include "classic/pca.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "classic/pca_steps.h"
#include "classic/small_sets.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

Dataset cross() { return features(2, {8.5f, 17.5f, 9, 21, 12.5f, 21.5f}, {0, 0, 1}); }

TEST(Pca, ByHand) {
  // Less the mean (10, 20): (-1.5, -2.5), (-1, 1), (2.5, 1.5). Along (1, 1) / sqrt 2 that is (-4, 0, 4) / sqrt 2, along
  // (1, -1) / sqrt 2 it is (1, -2, 1) / sqrt 2: variances (8 + 0 + 8) / 2 = 8 and (0.5 + 2 + 0.5) / 2 = 1.5, covariance
  // (-2 + 0 + 2) / 2 = 0.
  Pca pca;
  pca.fit(cross());
  EXPECT_NEAR(pca.mean()[0], 10, 1e-12);
  EXPECT_NEAR(pca.mean()[1], 20, 1e-12);
  EXPECT_NEAR(pca.variances()[0], 8, 1e-12);
  EXPECT_NEAR(pca.variances()[1], 1.5, 1e-12);
  EXPECT_NEAR(pca.shares()[0], 8 / 9.5, 1e-12);
  EXPECT_NEAR(pca.components()(0, 0), std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(pca.components()(1, 0), std::sqrt(0.5), 1e-12);
  Tensor y;
  pca.apply(cross().x, y);
  EXPECT_NEAR(entry(y, 0, 0), -4 * std::sqrt(0.5), 1e-6);
  EXPECT_NEAR(entry(y, 1, 0), 0, 1e-6);
  EXPECT_NEAR(std::abs(entry(y, 1, 1)), 2 * std::sqrt(0.5), 1e-6);
}

TEST(Pca, SeesPicturesScaled) {
  Dataset data{Samples({1, 2}, {0, 0, 2, 2, 4, 4}), {0, 0, 0}, {"a"}};
  data.x.scale = 0.5f;
  data.x.shift = 1;
  Pca pca({.components = 1});
  pca.fit(data);
  EXPECT_NEAR(pca.mean()[0], 2, 1e-12);       // 1 + 0.5 * 2
  EXPECT_NEAR(pca.variances()[0], 2, 1e-12);  // of (-1, 0, 1) sqrt 2
  Samples raw = data.x;
  raw.scale = 1;  // the training set's scaling counts
  raw.shift = 0;
  Tensor a, b;
  pca.apply(data.x, a);
  pca.apply(raw, b);
  for (int n = 0; n < 3; ++n) {
    EXPECT_NEAR(entry(a, n, 0), (n - 1) * std::sqrt(2.0), 1e-6);
    EXPECT_EQ(a(n, 0), b(n, 0));
  }
}

TEST(Pca, IsTheSameBitsInPieces) {
  const Dataset data = byte_clouds(2 * PcaSteps::kBlock + 40, 3, 12, 5);
  Pca whole({.components = 7});
  whole.fit(data);
  PcaSteps steps(data.x, {.components = 7});
  EXPECT_ERROR(steps.take(), usage, "pca: there are steps left");
  while (steps.step()) EXPECT_LT(steps.progress(), 1);
  EXPECT_EQ(steps.progress(), 1);
  const Pca pieces = steps.take();
  EXPECT_EQ(pieces.mean(), whole.mean());
  EXPECT_EQ(pieces.variances(), whole.variances());
  EXPECT_EQ(pieces.components().values, whole.components().values);
  EXPECT_ERROR(PcaSteps(data.x, {.components = 13}), usage, "pca: expected 1 to 12 components, got 13");
  Tensor y;
  pieces.apply(data.x, y);
  EXPECT_EQ(y.dim(1), 7);
}

TEST(Pca, IsOrthonormalAndItsSharesSumToOne) {
  for (const int width : {1, 2, 7, 30}) {
    Pca pca;
    pca.fit(byte_clouds(40, 3, width, 2));
    const MatrixD& v = pca.components();
    ASSERT_EQ(v.cols, width);
    for (int i = 0; i < width; ++i)
      for (int j = 0; j < width; ++j) {
        double dot = 0;
        for (int p = 0; p < width; ++p) dot += v(p, i) * v(p, j);
        EXPECT_NEAR(dot, i == j, 1e-10);
      }
    const std::vector<double> shares = pca.shares();
    EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 1e-12);
    EXPECT_TRUE(std::is_sorted(shares.rbegin(), shares.rend()));
  }
}

TEST(Pca, WithAllComponentsComesBack) {
  for (const bool whiten : {false, true}) {
    const Dataset data = clouds(50, 2, 9, 3);
    Pca pca({.whiten = whiten});
    pca.fit(data);
    Tensor y, x;
    pca.apply(data.x, y);
    pca.inverse(y, x);
    for (int i = 0; i < x.size(); ++i) EXPECT_NEAR(x.data()[i], data.x.features().data()[i], 2e-5f);
  }
}

TEST(Pca, WithFewerComponentsComesBackAsNearAsTheDiscardedVariance) {
  const Dataset data = clouds(60, 3, 8, 4);
  Pca pca({.components = 3});
  pca.fit(data);
  Tensor y, x;
  pca.apply(data.x, y);
  EXPECT_EQ(y.shape(), (Shape{180, 3}));
  pca.inverse(y, x);
  double error = 0, discarded = 0;
  for (int i = 0; i < x.size(); ++i) {
    const double d = static_cast<double>(x.data()[i]) - static_cast<double>(data.x.features().data()[i]);
    error += d * d;
  }
  for (size_t j = 3; j < 8; ++j) discarded += pca.variances()[j];
  EXPECT_NEAR(error, discarded * 179, 1e-3);  // sum_n |x - x'|^2 = (N - 1) sum of the left-out lambdas
}

TEST(Pca, TransformedSamplesAreUncorrelatedAndWhitenedOnesRound) {
  for (const bool whiten : {false, true}) {
    const Dataset data = byte_clouds(80, 2, 6, 5);
    Pca pca({.whiten = whiten});
    pca.fit(data);
    Pca again;
    again.fit(transformed(pca, data));
    for (int i = 0; i < 6; ++i) {
      EXPECT_NEAR(again.mean()[static_cast<size_t>(i)], 0, 1e-5);
      const double want = whiten ? 1 : pca.variances()[static_cast<size_t>(i)];
      EXPECT_NEAR(again.variances()[static_cast<size_t>(i)], want, 1e-5 * want + 1e-7);
    }
  }
}

TEST(Pca, KeepsTheFewestComponentsThatHoldTheShare) {
  Pca all;
  const Dataset data = clouds(100, 3, 10, 6);
  all.fit(data);
  for (const double share : {0.1, 0.5, 0.8, 0.95, 0.999}) {
    Pca some({.variance = share});
    some.fit(data);
    const int kept = some.outputs();
    double held = 0;
    for (int j = 0; j < kept; ++j) held += all.shares()[static_cast<size_t>(j)];
    EXPECT_GE(held, share);
    EXPECT_LT(held - all.shares()[static_cast<size_t>(kept - 1)], share);
    EXPECT_EQ(all.components_for(share), kept);
  }
  EXPECT_EQ(all.components_for(1), 10);
}

TEST(Pca, TheLargestEntryOfEachComponentIsPositive) {
  Pca pca;
  pca.fit(clouds(30, 4, 12, 7));
  for (int j = 0; j < 12; ++j) {
    double largest = 0;
    for (int p = 0; p < 12; ++p)
      if (std::abs(pca.components()(p, j)) > std::abs(largest)) largest = pca.components()(p, j);
    EXPECT_GT(largest, 0);
  }
}

TEST(Pca, TakesFewerSamplesThanDimensions) {
  Pca pca({.components = 20});
  pca.fit(clouds(2, 3, 20, 8));  // six samples span five directions
  EXPECT_GT(pca.variances()[4], 1e-3);
  EXPECT_LT(pca.variances()[5], 1e-12);
  EXPECT_ERROR(Pca({.components = 6, .whiten = true}).fit(clouds(2, 3, 20, 8)), data,
               "pca: component 6 has no variance to whiten: keep fewer components");
}

TEST(Pca, IsTheSameBitsForAnyNumberOfThreads) {
  const Dataset data = byte_clouds(60, 3, 70, 9);
  set_threads(1);
  Pca one;
  one.fit(data);
  set_threads(3);
  Pca three;
  three.fit(data);
  set_threads(0);
  EXPECT_EQ(one.components().values, three.components().values);
  EXPECT_EQ(one.variances(), three.variances());
}

TEST(Pca, LoadsWhatItSaved) {
  for (const bool whiten : {false, true}) {
    const Dataset data = byte_clouds(30, 2, 8, 10);
    Pca before({.components = 3, .whiten = whiten});
    before.fit(data);
    Record record;
    before.save(record);
    const Pca after = Pca::load(from_safetensors(to_safetensors(record), "pca"));
    Tensor a, b;
    before.apply(data.x, a);
    after.apply(data.x, b);
    for (int i = 0; i < a.size(); ++i) EXPECT_EQ(a.data()[i], b.data()[i]);
    Tensor back_a, back_b;
    before.inverse(a, back_a);
    after.inverse(b, back_b);
    for (int i = 0; i < back_a.size(); ++i) EXPECT_NEAR(back_a.data()[i], back_b.data()[i], 1e-6f);
    EXPECT_NEAR(after.shares()[0], before.shares()[0], 1e-6);
  }
}

TEST(Pca, RefusesDamagedRecords) {
  Pca pca({.components = 2});
  pca.fit(byte_clouds(10, 2, 4, 1));
  Record good;
  pca.save(good);
  const auto refuses = [&](auto&& change, const char* part) {
    Record bad = good;
    change(bad);
    EXPECT_ERROR(Pca::load(bad), data, part);
  };
  refuses([](Record& r) { r.set("thimble.kind", "fld"); }, "thimble.kind: expected \"pca\", found \"fld\"");
  refuses([](Record& r) { r.set("thimble.sample", "1 5"); }, "pca.matrix: expected shape (5, 1 or more), found (4, 2)");
  refuses([](Record& r) { r.set("pca.offset", Tensor({3})); }, "pca.offset: expected shape (2), found (3)");
  refuses([](Record& r) { r.set("pca.centre", Tensor({4}, {0, 0, NAN, 0})); }, "pca.centre: expected finite values");
  refuses([](Record& r) { r.set("pca.variances", Tensor({4}, {1, -1, 0, 0})); }, "pca.variances: expected positive");
  refuses([](Record& r) { r.set("pca.whiten", "2"); }, "pca.whiten: expected a whole number from 0 to 1");
  refuses([](Record& r) { r.set("pca.variance", "0"); }, "pca.variance: expected a share above 0 and up to 1, found 0");
  refuses([](Record& r) { r.set("pca.components", "5"); }, "pca.components: expected a whole number from 0 to 4");
  EXPECT_ERROR(Pca::load(Record()), data, "thimble.kind");
}

TEST(Pca, RefusesWhatItCannotDo) {
  EXPECT_ERROR(Pca({.components = -1}), usage, "pca: expected 1 component or more, got -1");
  EXPECT_ERROR(Pca({.variance = 0}), usage, "pca: expected a share of the variance above 0 and up to 1, got 0");
  EXPECT_ERROR(Pca({.variance = 1.5}), usage, "got 1.5");
  EXPECT_ERROR(Pca({.components = 3}).fit(cross()), usage, "pca: expected 1 to 2 components, got 3");
  EXPECT_ERROR(Pca().fit(features(2, {1, 2}, {0})), data, "pca: expected two samples or more, got 1");
  EXPECT_ERROR(Pca().fit(features(2, {1, 2, 1, 2}, {0, 1})), data, "pca: all samples are equal");
  EXPECT_ERROR(Pca().fit(features(2, {1, 2, 3, NAN}, {0, 1})), data, "pca: sample 1: value 1 is nan");
  Pca pca;
  Tensor y;
  EXPECT_ERROR(pca.apply(cross().x, y), usage, "pca: fit it first");
  pca.fit(cross());
  EXPECT_ERROR(pca.apply(clouds(2, 2, 3, 1).x, y), usage, "pca: expected samples of shape (2), got (3)");
  EXPECT_ERROR(pca.inverse(Tensor({4, 3}), y), usage, "pca: expected samples of shape (2), got (3)");
}

}  // namespace
}  // namespace thimble
