#include "exercises.h"
#include "06_mpp/gaussians.h"
#include "classic/mpp.h"
#include "data/synthetic.h"
#include "exercise/exercise.h"

using thimble::MatrixD;

class Gaussians : public Exercise {};

TEST_F(Gaussians, ScoreKnowsTheVarianceAndThePrior) {
  EXPECT_NEAR(score({3}, {1}, 2, 1), -1, 1e-12) << "-(3 - 1)^2 / (2 2) + ln 1";
  EXPECT_NEAR(score({2, 2}, {2, -1}, 7, 0.5), -9.0 / 14 - std::log(2.0), 1e-12) << "class B of the chapter";
  const double common = score({1}, {0}, 1, 0.9), rare = score({1}, {2}, 1, 0.1);
  EXPECT_NEAR(common - rare, std::log(9.0), 1e-12) << "halfway, the prior decides";
}

TEST_F(Gaussians, FactorTimesItselfIsTheCovariance) {
  MatrixD sigma(2, 2);
  sigma.values = {4, 6, 6, 10};  // class A of the chapter
  const MatrixD l = factor(sigma);
  EXPECT_NEAR(l(0, 0), 2, 1e-12);
  EXPECT_NEAR(l(0, 1), 0, 1e-12) << "above the diagonal";
  EXPECT_NEAR(l(1, 0), 3, 1e-12);
  EXPECT_NEAR(l(1, 1), 1, 1e-12);

  const MatrixD five = fit_gaussians(thimble::blobs(40, 1, 5, 0.4f, 1))[0].covariance, f = factor(five);
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 5; ++j) {
      double product = 0;
      for (int k = 0; k < 5; ++k) product += f(i, k) * f(j, k);
      EXPECT_NEAR(product, five(i, j), 1e-12) << "(L L^T)(" << i << ", " << j << ")";
    }
}

TEST_F(Gaussians, BlendLeadsFromCaseThreeToCaseTwo) {
  const thimble::Dataset data = thimble::blobs(90, 3, 4, 0.6f, 2);
  for (const int which : {2, 3}) {
    thimble::Mpp mpp(static_cast<thimble::MppCase>(which));
    mpp.fit(data);
    thimble::Tensor g;
    mpp.discriminants(data.x, g);
    const MatrixD yours = blended_discriminants(data, data.x, which == 2 ? 1 : 0);
    for (int n = 0; n < data.size(); ++n)
      for (int k = 1; k < 3; ++k)  // up to what all classes share
        ASSERT_NEAR(yours(n, k) - yours(n, 0), double(g(n, k) - g(n, 0)), 1e-3) << "case " << which << ", sample " << n;
  }
}

TEST_F(Gaussians, BlendOfTheEightPointsByHand) {
  // Half of each: Sigma_A = (4 4; 4 10), Sigma_B = (4 0; 0 10). At (2, 2): A: x^T Sigma^-1 x = 24/24; B: 9/10.
  const MatrixD g = blended_discriminants(eight_points(), thimble::Samples(thimble::Tensor({1, 2}, {2, 2})), 0.5);
  EXPECT_NEAR(g(0, 0), -0.5 * 1 - 0.5 * std::log(24.0) - std::log(2.0), 1e-6);
  EXPECT_NEAR(g(0, 1), -0.5 * 9 / 10 - 0.5 * std::log(40.0) - std::log(2.0), 1e-6);
}
