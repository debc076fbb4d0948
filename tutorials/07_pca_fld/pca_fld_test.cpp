// Every number that chapter 07 works out by hand, in plain loops and in the library.

#include <gtest/gtest.h>

#include <cmath>

#include "06_mpp/gaussians.h"
#include "classic/fld.h"
#include "classic/mpp.h"
#include "points.h"
#include "support/worked.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/07_pca_fld/README.md");

Pca fitted(const Dataset& data, PcaOptions options = {}) {
  Pca pca(options);
  pca.fit(data);
  return pca;
}

TEST(Pca, MeanAndCovarianceOfTheFivePoints) {
  const Dataset data = five_points();
  const Moments m = moments(data.x, origin_for(data.x), true);
  EXPECT_EQ(m.mean(), (std::vector<double>{10, 5}));
  const MatrixD scatter = m.scatter();
  text.expect("C_{11}", 36.5, scatter(0, 0) / 4);
  text.expect("C_{12}", 18, scatter(0, 1) / 4);
  text.expect("C_{22}", 26, scatter(1, 1) / 4);
}

TEST(Pca, EigenvaluesByHand) {
  const double trace = 36.5 + 26, determinant = 36.5 * 26 - 18 * 18, root = std::sqrt(trace * trace - 4 * determinant);
  const Pca pca = fitted(five_points());
  text.expect("\\lambda_1", 50, (trace + root) / 2);
  text.expect("\\lambda_2", 12.5, (trace - root) / 2);
  EXPECT_NEAR(pca.variances()[0], 50, 1e-9);
  EXPECT_NEAR(pca.variances()[1], 12.5, 1e-9);
  EXPECT_NEAR(pca.components()(0, 0), 0.8, 1e-12);
  EXPECT_NEAR(pca.components()(1, 0), 0.6, 1e-12);
  EXPECT_NEAR(pca.components()(0, 1), -0.6, 1e-12);
  EXPECT_NEAR(pca.components()(1, 1), 0.8, 1e-12);
  text.expect("\\text{share}_1", 0.8, pca.shares()[0]);
}

TEST(Pca, CoordinatesAndRebuiltPointsByHand) {
  const Pca pca = fitted(five_points());
  const std::vector<double> x = {17, 4}, y = coordinates(pca, x, 2), one = rebuilt(pca, coordinates(pca, x, 1));
  text.expect("y_1", 5, y[0]);
  text.expect("y_2", -5, y[1]);
  EXPECT_NEAR(one[0], 14, 1e-12);
  EXPECT_NEAR(one[1], 8, 1e-12);
  EXPECT_NEAR(rebuilt(pca, y)[0], 17, 1e-12) << "with both components it comes back";

  const Pca kept = fitted(five_points(), {.components = 1});  // the library's way there and back
  Tensor coordinate, again;
  kept.apply(Samples(Tensor({1, 2}, {17, 4})), coordinate);
  kept.inverse(coordinate, again);
  EXPECT_NEAR(double(coordinate(0, 0)), 5, 1e-5);
  EXPECT_NEAR(double(again(0, 0)), 14, 1e-5);
  EXPECT_NEAR(double(again(0, 1)), 8, 1e-5);
}

TEST(Pca, ErrorIsTheVarianceThatIsLeftOut) {
  const Pca pca = fitted(five_points());
  const Dataset data = five_points();
  double squares = 0;
  for (int n = 0; n < 5; ++n) {
    const std::vector<double> x(data.x.features().row(n).begin(), data.x.features().row(n).end());
    const std::vector<double> again = rebuilt(pca, coordinates(pca, x, 1));
    for (size_t p = 0; p < 2; ++p) squares += (x[p] - again[p]) * (x[p] - again[p]);
  }
  text.expect("\\text{error}", 12.5, squares / 4);
}

TEST(Pca, WhitenedByHand) {
  const Pca white = fitted(five_points(), {.whiten = true});
  Tensor y;
  white.apply(Samples(Tensor({1, 2}, {17, 4})), y);
  text.expect("5 / \\sqrt{50}", 0.7071, double(y(0, 0)));
  text.expect("-5 / \\sqrt{12.5}", -1.4142, double(y(0, 1)));
}

TEST(Pca, AMirrorByHand) {
  const std::vector<double> v = {3 + 5, 4}, image = reflected(v, {3, 4});
  EXPECT_NEAR(image[0], -5, 1e-12);
  EXPECT_NEAR(image[1], 0, 1e-12);
  MatrixD a(3, 3), c(2, 2);  // one reflection makes it tridiagonal
  a.values = {1, 3, 4, 3, 2, 0, 4, 0, 2};
  const Eigen eigen = symmetric_eigen(a);  // T = (1 -5 0; -5 2 0; 0 0 2)
  text.expect("\\lambda_{\\max}", 6.5249, (3 + std::sqrt(101.0)) / 2);
  EXPECT_NEAR(eigen.values[0], (3 + std::sqrt(101.0)) / 2, 1e-12);
  EXPECT_NEAR(eigen.values[1], 2, 1e-12);
}

TEST(Fisher, OfTheEightPointsByHand) {
  Fld fld({.ridge = 0});
  fld.fit(eight_points());
  const MatrixD& w = fld.directions();
  EXPECT_NEAR(w(1, 0) / w(0, 0), -4.0 / 11, 1e-9);
  text.expect("J(w)", 0.3611, fld.ratios()[0]);
  const auto ratio = [](double x, double y) {  // tutorial 07 (7.11), from the projected points
    const Dataset data = eight_points();
    double mean[2] = {}, within = 0;
    std::vector<double> at;
    for (int n = 0; n < 8; ++n) {
      at.push_back(x * double(data.x.features()(n, 0)) + y * double(data.x.features()(n, 1)));
      mean[n / 4] += at.back() / 4;
    }
    for (int n = 0; n < 8; ++n) within += (at[size_t(n)] - mean[n / 4]) * (at[size_t(n)] - mean[n / 4]);
    const double middle = (mean[0] + mean[1]) / 2;
    return 4 * ((mean[0] - middle) * (mean[0] - middle) + (mean[1] - middle) * (mean[1] - middle)) / within;
  };
  EXPECT_NEAR(ratio(11, -4), fld.ratios()[0], 1e-9);
  text.expect("J(1, 0)", 0.25, ratio(1, 0));
  text.expect("J(0, 1)", 0.025, ratio(0, 1));
  const Pca pca = fitted(eight_points());
  text.expect("J(0.2567, 0.9665)", 0.0048, ratio(pca.components()(0, 0), pca.components()(1, 0)));
}

TEST(Fisher, IsTheNormalOfCaseTwosBorder) {
  Mpp mpp(MppCase::shared);
  mpp.fit(eight_points());
  Tensor g;
  mpp.discriminants(Samples(Tensor({3, 2}, {0, 0, 1, 0, 0, 1})), g);
  const auto difference = [&](int n) { return double(g(n, 1)) - double(g(n, 0)); };
  text.expect("w_1", 0.6111, difference(1) - difference(0));
  text.expect("w_2", -0.2222, difference(2) - difference(0));
}

}  // namespace
