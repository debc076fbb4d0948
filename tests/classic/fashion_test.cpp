// The figures of docs/results on the whole of Fashion-MNIST, where it is installed.
#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "classic/fld.h"
#include "classic/mpp.h"
#include "classic/pca.h"
#include "data/source.h"
#include "kernels/kernels.h"
#include "support/gzip.h"

namespace thimble {
namespace {

const std::string kWhole = "/usr/share/datasets/fashion-mnist";

class Fashion : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_support::has_gzip()) GTEST_SKIP() << "this build has no zlib";
    if (!std::filesystem::exists(kWhole)) GTEST_SKIP() << kWhole << " is not installed";
    if (std::string(kernels::active().isa) == "scalar") GTEST_SKIP() << "the plain loops take too long for 60,000";
    if (whole_ == nullptr) whole_ = new TrainTest(load_data(kWhole));
  }
  static void TearDownTestSuite() {
    delete whole_;
    whole_ = nullptr;
  }

  static double accuracy(MppCase which, const Dataset& train, const Dataset& test) {
    Mpp mpp(which);
    mpp.fit(train);
    const std::vector<int> called = mpp.predict(test.x);
    int right = 0;
    for (size_t n = 0; n < called.size(); ++n) right += called[n] == test.labels[n];
    return static_cast<double>(right) / test.size();
  }

  static TrainTest* whole_;
};

TrainTest* Fashion::whole_ = nullptr;

TEST_F(Fashion, NearestMeansOfThePixels) {
  EXPECT_NEAR(accuracy(MppCase::isotropic, whole_->train, whole_->test), 0.6768, 0.0002);
}

TEST_F(Fashion, PrincipalComponents) {
  Pca pca;
  pca.fit(whole_->train);
  EXPECT_EQ(pca.components_for(0.80), 24);
  EXPECT_EQ(pca.components_for(0.90), 84);
  EXPECT_EQ(pca.components_for(0.95), 187);
  EXPECT_EQ(pca.components_for(0.99), 459);
  const double want[] = {29.04, 17.76, 6.02, 4.96, 3.85};
  for (size_t j = 0; j < 5; ++j) EXPECT_NEAR(100 * pca.shares()[j], want[j], 0.005);
  const MatrixD& v = pca.components();
  for (int i = 0; i < 784; i += 9)
    for (int j = 0; j <= i; j += 3) {
      double dot = 0;
      for (int p = 0; p < 784; ++p) dot += v(p, i) * v(p, j);
      EXPECT_NEAR(dot, i == j, 1e-10);
    }
}

TEST_F(Fashion, GaussiansOnPrincipalComponents) {
  Pca pca({.variance = 0.9});
  pca.fit(whole_->train);
  ASSERT_EQ(pca.outputs(), 84);
  const Dataset train = transformed(pca, whole_->train), test = transformed(pca, whole_->test);
  EXPECT_NEAR(accuracy(MppCase::isotropic, train, test), 0.6759, 0.0002);
  EXPECT_NEAR(accuracy(MppCase::shared, train, test), 0.7951, 0.0002);
  EXPECT_NEAR(accuracy(MppCase::own, train, test), 0.7913, 0.0002);
}

TEST_F(Fashion, GaussiansOnFishersDirections) {
  Fld fld;
  fld.fit(whole_->train);
  ASSERT_EQ(fld.outputs(), 9);
  const Dataset train = transformed(fld, whole_->train), test = transformed(fld, whole_->test);
  EXPECT_NEAR(accuracy(MppCase::isotropic, train, test), 0.8149, 0.0005);
  EXPECT_NEAR(accuracy(MppCase::shared, train, test), 0.8148, 0.0005);
  EXPECT_NEAR(accuracy(MppCase::own, train, test), 0.8203, 0.0005);
}

}  // namespace
}  // namespace thimble
