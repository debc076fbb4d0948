#include "classic/mpp.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "classic/small_sets.h"
#include "core/threads.h"

namespace thimble {
namespace {

MppOptions options(int which, double ridge = 0, double shrink = 0, Priors priors = {}) {
  return {static_cast<MppCase>(which), ridge, shrink, std::move(priors)};
}

Mpp fitted(const MppOptions& how, const Dataset& data) {
  Mpp mpp(how);
  mpp.fit(data);
  return mpp;
}

Tensor posteriors(const Mpp& mpp, const Samples& x) {
  Tensor s;
  Mpp(mpp).scores(x, s);
  return s;
}

double difference(const Mpp& mpp, std::initializer_list<float> x) {  // g_1(x) - g_0(x)
  Tensor g;
  mpp.discriminants(Samples(Tensor({1, static_cast<int>(x.size())}, x)), g);
  return entry(g, 0, 1) - entry(g, 0, 0);
}

// Four samples around each of two means, at +-(2, 2) and +-(1, -1): Sigma = (2.5 1.5; 1.5 2.5).
Dataset two_clouds(float mean_x, float mean_y) {
  Tensor x({8, 2});
  const float around[4][2] = {{2, 2}, {-2, -2}, {1, -1}, {-1, 1}};
  for (int i = 0; i < 8; ++i) {
    x(i, 0) = around[i / 2][0] + (i % 2 == 1 ? mean_x : 0);
    x(i, 1) = around[i / 2][1] + (i % 2 == 1 ? mean_y : 0);
  }
  return {Samples(std::move(x)), {0, 1, 0, 1, 0, 1, 0, 1}, {"a", "b"}};
}

TEST(Mpp, CaseOneByHand) {
  // Means 0 and 4, sigma^2 = 1. At 3: -1/2 (3 - 4)^2 + 1/2 (3 - 0)^2 = 4.
  const Mpp mpp = fitted(options(1), features(1, {-1, 1, 3, 5}, {0, 0, 1, 1}));
  EXPECT_NEAR(difference(mpp, {2}), 0, 1e-6);
  EXPECT_NEAR(difference(mpp, {3}), 4, 1e-6);
  EXPECT_NEAR(entry(posteriors(mpp, Samples(Tensor({1, 1}, {3}))), 0, 1), 1 / (1 + std::exp(-4.0)), 1e-6);
  EXPECT_EQ(mpp.means()(1, 0), 4);
  EXPECT_NEAR(mpp.log_determinants()[0], 0, 1e-12);
}

TEST(Mpp, CaseTwoByHand) {
  // Sigma^-1 = (2.5 -1.5; -1.5 2.5) / 4, so Sigma^-1 (4, 0) = (2.5, -1.5); halfway, at (2, 0), both are as probable.
  const Mpp mpp = fitted(options(2), two_clouds(4, 0));
  EXPECT_NEAR(difference(mpp, {2, 0}), 0, 1e-5);
  EXPECT_NEAR(difference(mpp, {3, 0}), 2.5, 1e-5);
  EXPECT_NEAR(difference(mpp, {2, 2}), -3, 1e-5);
  EXPECT_NEAR(mpp.log_determinants()[1], std::log(4.0), 1e-12);  // 2.5^2 - 1.5^2
}

TEST(Mpp, CaseThreeByHand) {
  // Means 0 and 4, variances 1 and 4. At 1: -1/2 (9 / 4) - 1/2 ln 4 + 1/2 = -0.625 - ln 2.
  const Mpp mpp = fitted(options(3), features(1, {-1, 1, 2, 6}, {0, 0, 1, 1}));
  EXPECT_NEAR(difference(mpp, {1}), -0.625 - std::log(2.0), 1e-6);
  EXPECT_NEAR(mpp.log_determinants()[1], std::log(4.0), 1e-12);
  Tensor g;  // the whole of (3): -1/2 (1 - 0)^2 - 1/2 ln 1 + ln 1/2
  mpp.discriminants(Samples(Tensor({1, 1}, {1})), g);
  EXPECT_NEAR(entry(g, 0, 0), -0.5 - std::log(2.0), 1e-6);
}

TEST(Mpp, PriorsMoveTheBoundary) {
  const Dataset data = features(1, {-1, 1, -1, 1, 3, 5}, {0, 0, 0, 0, 1, 1});
  for (const int which : {1, 2, 3}) {
    const double equal = difference(fitted(options(which, 0, 0, {Priors::equal, {}}), data), {2});
    EXPECT_NEAR(equal, 0, 1e-6);
    EXPECT_NEAR(difference(fitted(options(which), data), {2}), std::log(1 / 2.0), 1e-6);
    EXPECT_NEAR(difference(fitted(options(which, 0, 0, {Priors::given, {0.1, 0.9}}), data), {2}), std::log(9.0), 1e-6);
  }
}

TEST(Mpp, RidgeAndShrinkageByHand) {
  // Sigma = (2.5 1.5; 1.5 2.5); shrunk by half (2.5 0.75; 0.75 2.5); with the ridge 0.5 on top (3 0.75; 0.75 3).
  const Mpp mpp = fitted(options(2, 0.5, 0.5), two_clouds(4, 0));
  EXPECT_NEAR(mpp.log_determinants()[0], std::log(9 - 0.5625), 1e-12);
  EXPECT_NEAR(difference(mpp, {3, 0}), 4 * 3 / (9 - 0.5625), 1e-5);
  const Mpp own = fitted(options(3, 0.5, 0.5), two_clouds(4, 0));
  EXPECT_NEAR(own.log_determinants()[0], std::log(9 - 0.5625), 1e-12);
  EXPECT_NEAR(fitted(options(1, 0.5), two_clouds(4, 0)).log_determinants()[0], 2 * std::log(3.0), 1e-12);
}

TEST(Mpp, CaseTwoIsCaseThreeForEqualCovariances) {
  Dataset data = clouds(60, 1, 5, 1);
  Tensor x({180, 5});
  std::vector<int> labels;
  for (int n = 0; n < 180; ++n) {  // the same cloud three times, moved
    labels.push_back(n / 60);
    for (int p = 0; p < 5; ++p) x(n, p) = data.x.features()(n % 60, p) + static_cast<float>(n / 60 * (p - 2)) * 0.5f;
  }
  data = {Samples(x), labels, numbered_classes(3)};
  const Tensor two = posteriors(fitted(options(2), data), data.x), three = posteriors(fitted(options(3), data), data.x);
  for (int i = 0; i < two.size(); ++i) EXPECT_NEAR(two.data()[i], three.data()[i], 2e-4f);
}

TEST(Mpp, FullShrinkageMakesCaseTwoCaseOne) {
  const Dataset data = clouds(40, 3, 6, 2);
  const Tensor one = posteriors(fitted(options(1), data), data.x),
               two = posteriors(fitted(options(2, 0, 1), data), data.x);
  for (int i = 0; i < one.size(); ++i) EXPECT_NEAR(one.data()[i], two.data()[i], 1e-4f);
}

TEST(Mpp, CaseOneWithEqualPriorsIsTheNearestMean) {
  const Dataset data = clouds(50, 4, 3, 3);
  Mpp mpp = fitted(options(1, 0, 0, {Priors::equal, {}}), data);
  const std::vector<int> called = mpp.predict(data.x);
  for (int n = 0; n < data.size(); ++n) {
    std::vector<double> distance;
    for (int k = 0; k < 4; ++k) {
      distance.push_back(0);
      for (int p = 0; p < 3; ++p) {
        const double d = entry(data.x.features(), n, p) - entry(mpp.means(), k, p);
        distance.back() += d * d;
      }
    }
    EXPECT_EQ(called[static_cast<size_t>(n)], std::min_element(distance.begin(), distance.end()) - distance.begin());
  }
}

// Every formula again, in double and with the inverse that the library does not form. Widths on both sides of 128, where
// the triangle is cut into strips.
TEST(Mpp, AgreesWithThePlainFormula) {
  for (const int width : {1, 4, 50, 130, 300}) {
    const int classes = 3;
    const Dataset data = clouds(width + 30, classes, width, 4);
    const Mpp mpp = fitted(options(3, 0.05), data);
    Tensor g;
    mpp.discriminants(data.x, g);
    for (int k = 0; k < classes; ++k) {
      std::vector<int> rows;
      for (int n = 0; n < data.size(); ++n)
        if (data.labels[static_cast<size_t>(n)] == k) rows.push_back(n);
      const Moments m = moments(data.x, rows, origin_for(data.x), true);
      const std::vector<double> mean = m.mean();
      MatrixD sigma = m.scatter();
      for (double& v : sigma.values) v /= m.count;
      for (int p = 0; p < width; ++p) sigma(p, p) += 0.05;
      const MatrixD l = cholesky(sigma), inverse = inverse_from_cholesky(l);
      for (int n = 0; n < 20; ++n) {
        double q = 0;
        for (int i = 0; i < width; ++i)
          for (int j = 0; j < width; ++j)
            q += (entry(data.x.features(), n, i) - mean[static_cast<size_t>(i)]) * inverse(i, j) *
                 (entry(data.x.features(), n, j) - mean[static_cast<size_t>(j)]);
        const double want = -0.5 * q - 0.5 * log_determinant(l) - std::log(3.0);
        EXPECT_NEAR(entry(g, n, k), want, 2e-4 * (1 + std::abs(want))) << width;
      }
    }
  }
}

TEST(Mpp, LogPosteriorsAreTheLogarithmsAlsoWhereTheseVanish) {
  const Dataset data = features(1, {-1, 1, 299, 301}, {0, 0, 1, 1});
  Mpp mpp = fitted(options(2), data);
  Tensor logs, s;
  const Samples x(Tensor({3, 1}, {150, 151, 0}));
  mpp.log_posteriors(x, logs);
  mpp.scores(x, s);
  EXPECT_NEAR(entry(logs, 0, 0), std::log(0.5), 1e-3);
  EXPECT_NEAR(entry(logs, 1, 0), -300, 1e-2);  // 300 (151 - 150) / sigma^2
  EXPECT_NEAR(entry(logs, 2, 1), -45000, 1);
  EXPECT_EQ(s(2, 1), 0);
  EXPECT_EQ(s(2, 0), 1);
}

TEST(Mpp, AClassWithoutSamplesIsNeverNamed) {
  Dataset data = clouds(20, 2, 3, 5);
  for (int& label : data.labels) label = 2 * label + 1;  // 1 and 3
  data.class_names = numbered_classes(5);
  for (const int which : {1, 2, 3}) {
    Mpp mpp = fitted(options(which), data);
    const Tensor s = posteriors(mpp, data.x);
    for (int n = 0; n < data.size(); ++n) EXPECT_EQ(s(n, 0) + s(n, 2) + s(n, 4), 0);
  }
}

TEST(Mpp, TakesAFoldsSumsAway) {
  for (const bool bytes : {false, true})
    for (const int which : {1, 2, 3}) {
      const Dataset data = bytes ? byte_clouds(40, 3, 6, 6) : clouds(40, 3, 6, 6);
      std::vector<int> fold, rest;
      for (int n = 0; n < data.size(); ++n) (n % 5 == 2 ? fold : rest).push_back(n);
      const Mpp whole = fitted(options(which), data);
      const std::unique_ptr<Classifier> taken = whole.without(data.subset(fold));
      ASSERT_NE(taken, nullptr);
      Mpp fresh = fitted(options(which), data.subset(rest));
      Tensor a, b;
      taken->scores(data.x, a);
      fresh.scores(data.x, b);
      for (int i = 0; i < a.size(); ++i) {
        if (bytes)
          EXPECT_EQ(a.data()[i], b.data()[i]);  // exact sums: the very bits
        else
          EXPECT_NEAR(a.data()[i], b.data()[i], 1e-4f);
      }
    }
}

TEST(Mpp, LearnsFromPartsWhatItLearnsFromAll) {
  for (const bool bytes : {false, true})
    for (const int which : {1, 2, 3}) {
      const Dataset data = bytes ? byte_clouds(40, 3, 6, 6) : clouds(40, 3, 6, 6);
      std::vector<int> order(static_cast<size_t>(data.size()));
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](int a, int b) {  // a part may hold one class alone
        return data.labels[static_cast<size_t>(a)] < data.labels[static_cast<size_t>(b)];
      });
      const Dataset sorted = data.subset(order);
      Mpp whole = fitted(options(which), sorted), parts(options(which));
      ASSERT_TRUE(parts.fit_in_parts(4, [&](int i) {
        std::vector<int> rows(30);
        std::iota(rows.begin(), rows.end(), 30 * i);
        return sorted.subset(rows);
      }));
      Tensor a, b;
      whole.scores(data.x, a);
      parts.scores(data.x, b);
      for (int i = 0; i < a.size(); ++i) EXPECT_NEAR(a.data()[i], b.data()[i], bytes ? 0 : 1e-4f);
    }
}

TEST(Mpp, IsTheSameBitsForAnyNumberOfThreads) {
  for (const int which : {1, 2, 3})
    for (const int width : {5, 140}) {
      const Dataset data = clouds(200, 3, width, 7);
      set_threads(1);
      const Tensor one = posteriors(fitted(options(which), data), data.x);
      set_threads(3);
      const Tensor three = posteriors(fitted(options(which), data), data.x);
      set_threads(0);
      for (int i = 0; i < one.size(); ++i) EXPECT_EQ(one.data()[i], three.data()[i]);
    }
}

}  // namespace
}  // namespace thimble
