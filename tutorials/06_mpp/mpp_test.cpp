// Every number that chapter 06 works out by hand, in plain loops and in the library; and the published mistake.

#include "classic/mpp.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "classic/pca.h"
#include "data/source.h"
#include "data/synthetic.h"
#include "gaussians.h"
#include "kernels/kernels.h"
#include "support/gzip.h"
#include "support/worked.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/06_mpp/README.md");
const std::vector<double> kQuery = {2, 2};
const Samples kQuerySample(Tensor({1, 2}, {2, 2}));

Mpp fitted(MppOptions options, const Dataset& data) {
  Mpp mpp(std::move(options));
  mpp.fit(data);
  return mpp;
}

struct Answer {
  double difference, posterior;  // g_A - g_B, P(A | x)
};

Answer library(const MppOptions& options) {
  Mpp mpp = fitted(options, eight_points());
  Tensor g, p;
  mpp.discriminants(kQuerySample, g);
  mpp.scores(kQuerySample, p);
  return {double(g(0, 0)) - double(g(0, 1)), double(p(0, 0))};
}

// Both classes with the same covariance.
std::vector<Gaussian> with_covariance(const std::vector<double>& values) {
  std::vector<Gaussian> classes = fit_gaussians(eight_points());
  for (Gaussian& k : classes) {
    k.covariance.values = values;
    k.l = cholesky(k.covariance);
  }
  return classes;
}

TEST(Mpp, PriorTimesLikelihood) { text.expect("P(\\text{boot} \\mid x)", 0.6, 0.9 * 0.25 / (0.9 * 0.25 + 0.2 * 0.75)); }

TEST(Mpp, MeansAndCovariancesOfTheEightPoints) {
  const std::vector<Gaussian> k = fit_gaussians(eight_points());
  EXPECT_EQ(k[0].mean, (std::vector<double>{0, 0}));
  EXPECT_EQ(k[1].mean, (std::vector<double>{2, -1}));
  EXPECT_EQ(k[0].covariance.values, (std::vector<double>{4, 6, 6, 10}));
  EXPECT_EQ(k[1].covariance.values, (std::vector<double>{4, -2, -2, 10}));
  EXPECT_EQ(k[0].l.values, (std::vector<double>{2, 0, 3, 1}));
  EXPECT_EQ(k[1].l.values, (std::vector<double>{2, 0, -1, 3}));
}

TEST(Mpp, CaseOneByHand) {
  const std::vector<Gaussian> k = with_covariance({7, 0, 0, 7});
  text.expect("d_A^2", 8, 7 * squared_distance(k[0], kQuery));
  text.expect("d_B^2", 9, 7 * squared_distance(k[1], kQuery));
  const double g = discriminant(k[0], kQuery, Penalty::none) - discriminant(k[1], kQuery, Penalty::none);
  text.expect("g_A - g_B \\text{ (case 1)}", 0.0714, g);
  EXPECT_NEAR(library({MppCase::isotropic}).difference, g, 1e-6);
  text.expect("P(A \\mid x) \\text{ (case 1)}", 0.5178, library({MppCase::isotropic}).posterior);
}

TEST(Mpp, CaseTwoByHand) {
  const std::vector<Gaussian> k = with_covariance({4, 2, 2, 10});
  EXPECT_EQ(k[0].l.values, (std::vector<double>{2, 0, 1, 3}));
  text.expect("|z_A|^2", 1.1111, squared_distance(k[0], kQuery));
  text.expect("|z_B|^2", 1, squared_distance(k[1], kQuery));
  const double g = discriminant(k[0], kQuery, Penalty::none) - discriminant(k[1], kQuery, Penalty::none);
  text.expect("g_A - g_B \\text{ (case 2)}", -0.0556, g);
  EXPECT_NEAR(library({MppCase::shared}).difference, g, 1e-6);
  EXPECT_NEAR(library({MppCase::shared}).posterior, 0.4861, 0.5e-4);
}

TEST(Mpp, CaseThreeByHand) {
  const std::vector<Gaussian> k = fit_gaussians(eight_points());
  text.expect("q_A", 2, squared_distance(k[0], kQuery));
  text.expect("q_B", 1, squared_distance(k[1], kQuery));
  text.expect("\\ln |\\Sigma_A|", 1.3863, penalty(k[0], Penalty::log_determinant));
  text.expect("\\ln |\\Sigma_B|", 3.5835, penalty(k[1], Penalty::log_determinant));
  text.expect("g_A", -2.3863, discriminant(k[0], kQuery, Penalty::log_determinant));
  text.expect("g_B", -2.9849, discriminant(k[1], kQuery, Penalty::log_determinant));
  const Mpp mpp = fitted({MppCase::own}, eight_points());
  EXPECT_NEAR(mpp.log_determinants()[0], 1.3863, 0.5e-4);
  EXPECT_NEAR(mpp.log_determinants()[1], 3.5835, 0.5e-4);
  EXPECT_NEAR(library({MppCase::own}).difference, 0.5986, 1e-4);
  EXPECT_NEAR(library({MppCase::own}).posterior, 0.6453, 1e-4);
}

TEST(Mpp, APriorMovesTheAnswer) {
  const Answer rare = library({MppCase::own, 0, 0, {Priors::given, {0.2, 0.8}}});
  text.expect("g_A - g_B \\text{ (rare)}", -0.7877, rare.difference);
}

TEST(Mpp, PlainLoopsAgreeWithTheLibrary) {
  const Dataset data = blobs(200, 3, 6, 0.5f, 4);
  Mpp mpp = fitted({MppCase::own}, data);
  EXPECT_EQ(predict(fit_gaussians(data), data.x, Penalty::log_determinant), mpp.predict(data.x));
}

TEST(PublishedMistake, TurnsTheAnswerOfTheEightPoints) {
  const std::vector<Gaussian> k = fit_gaussians(eight_points());
  text.expect("\\ln \\lVert \\Sigma_A \\rVert_F", 2.6182, penalty(k[0], Penalty::log_frobenius));
  text.expect("\\ln \\lVert \\Sigma_B \\rVert_F", 2.4101, penalty(k[1], Penalty::log_frobenius));
  text.expect("g_A \\text{ (mistake)}", -3.0023, discriminant(k[0], kQuery, Penalty::log_frobenius));
  text.expect("g_B \\text{ (mistake)}", -2.3982, discriminant(k[1], kQuery, Penalty::log_frobenius));
}

// [published]
TEST(PublishedMistake, IsThePublishedFigure) {
  const std::string whole = "/usr/share/datasets/fashion-mnist";
  if (!test_support::has_gzip() || !std::filesystem::exists(whole)) GTEST_SKIP() << whole << " is not installed";
  if (std::string(kernels::active().isa) == "scalar") GTEST_SKIP() << "the plain loops take too long for 60,000";
  const TrainTest data = load_data(whole);
  Pca pca({.components = 84});
  pca.fit(data.train);
  const std::vector<Gaussian> classes = fit_gaussians(transformed(pca, data.train));
  const Samples test = transformed(pca, data.test.x);
  const auto accuracy = [&](Penalty which) { return share_right(predict(classes, test, which), data.test.labels); };
  EXPECT_NEAR(accuracy(Penalty::log_determinant), 0.7913, 0.0002);
  EXPECT_NEAR(accuracy(Penalty::log_frobenius), 0.8072, 0.0002);
  EXPECT_NEAR(accuracy(Penalty::none), 0.8069, 0.0002);
}
// [end]

}  // namespace
