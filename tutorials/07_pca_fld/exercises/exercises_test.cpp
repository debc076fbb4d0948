#include "exercises.h"

#include <cmath>

#include "06_mpp/gaussians.h"
#include "classic/fld.h"
#include "classic/pca.h"
#include "data/synthetic.h"
#include "exercise/exercise.h"

using thimble::MatrixD;

class Directions : public Exercise {};

TEST_F(Directions, FewestComponentsThatHoldTheShare) {
  const std::vector<double> variances = {50, 25, 12.5, 12.5};
  EXPECT_EQ(components_for(variances, 0.4), 1);
  EXPECT_EQ(components_for(variances, 0.5), 1) << "the first holds exactly half";
  EXPECT_EQ(components_for(variances, 0.51), 2);
  EXPECT_EQ(components_for(variances, 0.8), 3);
  EXPECT_EQ(components_for(variances, 1), 4);
}

TEST_F(Directions, PowerIterationFindsTheFirstComponent) {
  MatrixD c(2, 2);
  c.values = {36.5, 18, 18, 26};  // the five points of the chapter
  const std::vector<double> v = first_component(c);
  ASSERT_EQ(v.size(), 2u);
  EXPECT_NEAR(v[0], 0.8, 1e-9);
  EXPECT_NEAR(v[1], 0.6, 1e-9);

  const MatrixD six = fit_gaussians(thimble::blobs(60, 1, 6, 0.5f, 3))[0].covariance;
  const std::vector<double> yours = first_component(six);
  const thimble::Eigen eigen = thimble::symmetric_eigen(six);
  for (int p = 0; p < 6; ++p) EXPECT_NEAR(yours[size_t(p)], eigen.vectors(p, 0), 1e-6) << "entry " << p;
}

TEST_F(Directions, FishersDirectionOfTwoClasses) {
  const std::vector<double> w = fisher_direction(eight_points());
  ASSERT_EQ(w.size(), 2u);
  EXPECT_NEAR(w[1] / w[0], -4.0 / 11, 1e-6) << "the eight points: (11, -4), up to its length";
  EXPECT_GT(w[0], 0) << "from class 0 to class 1";

  const thimble::Dataset data = thimble::blobs(80, 2, 5, 0.5f, 4);
  thimble::Fld fld({.ridge = 0});
  fld.fit(data);
  const std::vector<double> yours = fisher_direction(data);
  for (int p = 1; p < 5; ++p)
    EXPECT_NEAR(yours[size_t(p)] / yours[0], fld.directions()(p, 0) / fld.directions()(0, 0), 1e-5) << "entry " << p;
}
