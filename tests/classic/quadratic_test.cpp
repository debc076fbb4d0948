// The squared distances beside their formula in double, on each of the three ways: narrow, on tiles (pictures, where the
// machine has them), and in strips.
#include "classic/quadratic.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "classic/small_sets.h"
#include "core/rng.h"

namespace thimble {
namespace {

constexpr int kClasses = 3;

// Upper triangular matrices and means of three classes, and q_k(x) = |(x - mu_k)^T U_k|^2.
struct Distances {
  std::vector<MatrixD> whitening;
  std::vector<std::vector<double>> means;
  std::vector<double> centre;

  explicit Distances(int width) : centre(static_cast<size_t>(width)) {
    Rng rng(Key(3, Purpose::test));
    const auto random = [&](double low, double high) {
      return low + (high - low) * static_cast<double>(rng.uniform(0, 1));
    };
    for (double& c : centre) c = random(0.2, 0.6);
    for (int k = 0; k < kClasses; ++k) {
      MatrixD u(width, width);
      for (int i = 0; i < width; ++i)
        for (int j = i; j < width; ++j) u(i, j) = i == j ? random(1, 5) : random(-1, 1) / (j - i);
      whitening.push_back(u);
      means.push_back(centre);
      for (double& m : means.back()) m += random(-0.2, 0.2);
    }
  }
  Quadratic quadratic() const {
    Quadratic q(centre, kClasses);
    for (int k = 0; k < kClasses; ++k) q.set(k, whitening[static_cast<size_t>(k)], means[static_cast<size_t>(k)]);
    return q;
  }
  double at(int k, std::span<const float> x) const {
    const MatrixD& u = whitening[static_cast<size_t>(k)];
    double sum = 0;
    for (int j = 0; j < u.cols; ++j) {
      double z = 0;
      for (int i = 0; i <= j; ++i)
        z += (static_cast<double>(x[static_cast<size_t>(i)]) - means[static_cast<size_t>(k)][static_cast<size_t>(i)]) *
             u(i, j);
      sum += z * z;
    }
    return sum;
  }
};

void expect_formula(const Distances& distances, const Samples& x) {
  const int width = x.sample().size();
  Tensor q;
  distances.quadratic().apply(Input(x), x, q);
  ASSERT_EQ(q.shape(), (Shape{x.size(), kClasses}));
  std::vector<float> sample(static_cast<size_t>(width));
  for (int n = 0; n < x.size(); ++n) {
    x.copy(n, sample);
    for (int k = 0; k < kClasses; ++k) {
      const double expected = distances.at(k, sample);
      ASSERT_NEAR(entry(q, n, k), expected, 3e-6 * expected) << "sample " << n << ", class " << k;
    }
  }
}

Samples pictures(int count, int width) { return byte_clouds(count, 1, width, 5).x; }

Samples as_features(const Samples& x) {
  Tensor values({x.size(), x.sample().size()});
  for (int n = 0; n < x.size(); ++n) x.copy(n, values.row(n));
  return Samples(std::move(values));
}

TEST(Quadratic, IsTheSquaredMahalanobisDistance) {
  for (const int width : {1, 11, 12, 13, 50, 128, 129, 200})
    for (const int count : {1, 65, 300}) {
      SCOPED_TRACE(testing::Message() << count << " samples of " << width << " values");
      const Distances distances(width);
      const Samples x = pictures(count, width);
      expect_formula(distances, x);
      expect_formula(distances, as_features(x));
    }
}

TEST(Quadratic, ScalesPicturesAsThoseThatItWasFittedOn) {
  const Distances distances(150);
  Samples x = pictures(20, 150);
  x.scale = 0.01f;
  x.shift = -0.75f;
  expect_formula(distances, x);
}

TEST(Quadratic, GivesASampleTheSameBitsInAnyCompany) {
  for (const int width : {50, 150}) {
    const Quadratic quadratic = Distances(width).quadratic();
    const Samples x = pictures(90, width);
    Tensor all, alone;
    quadratic.apply(Input(x), x, all);
    for (const int n : {0, 40, 89}) {
      quadratic.apply(Input(x), x.subset(std::vector<int>{n}), alone);
      for (int k = 0; k < kClasses; ++k) EXPECT_EQ(alone(0, k), all(n, k));
    }
  }
}

}  // namespace
}  // namespace thimble
