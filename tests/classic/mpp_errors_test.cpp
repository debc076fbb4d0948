// What Mpp refuses, and what it makes of damaged files.
#include <gmock/gmock.h>

#include <cmath>

#include "classic/mpp.h"
#include "classic/small_sets.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Mpp, RefusesOptionsOutOfRange) {
  EXPECT_ERROR(Mpp(static_cast<MppCase>(4)), usage, "mpp: expected case 1, 2 or 3, got 4");
  EXPECT_ERROR(Mpp({MppCase::own, -1}), usage, "mpp: expected a ridge of 0 or more, got -1");
  EXPECT_ERROR(Mpp({MppCase::own, NAN}), usage, "mpp: expected a ridge of 0 or more, got nan");
  EXPECT_ERROR(Mpp({MppCase::own, 0, 1.5}), usage, "mpp: expected a shrinkage from 0 to 1, got 1.5");
}

TEST(Mpp, RefusesASingularCovarianceWithoutARidge) {
  // Value 1 is twice value 0, in class 1 only.
  const Dataset data = features(2, {0, 1, 1, 0, 3, 3, 1, 2, 2, 4, 4, 8}, {0, 0, 0, 1, 1, 1});
  EXPECT_ERROR(Mpp(MppCase::own).fit(data), data,
               "mpp: the covariance of class 1 (1) is singular (value 1 of a sample depends on those before it): add a "
               "ridge or shrinkage");
  Mpp(MppCase::shared).fit(data);
  Mpp({MppCase::own, 1e-3}).fit(data);
  Mpp({MppCase::own, 0, 0.1}).fit(data);
  const Dataset constant = features(2, {0, 7, 1, 7, 4, 7, 5, 7}, {0, 0, 1, 1});
  EXPECT_ERROR(Mpp(MppCase::shared).fit(constant), data, "mpp: the shared covariance is singular (value 1 of a sample");
  const Dataset points = features(1, {0, 0, 4, 4}, {0, 0, 1, 1});
  EXPECT_ERROR(Mpp(MppCase::isotropic).fit(points), data, "mpp: every sample lies on its class mean");
}

TEST(Mpp, RefusesOneSampleAClassInCaseThree) {
  EXPECT_ERROR(Mpp(MppCase::own).fit(features(1, {0, 1, 2}, {0, 0, 1})), data, "class 1 (1) is singular");
}

TEST(Mpp, RefusesAFoldThatIsNotOfTheTrainingSet) {
  Mpp mpp(MppCase::shared);
  EXPECT_EQ(mpp.without(clouds(1, 2, 3, 1)), nullptr);
  mpp.fit(clouds(10, 2, 3, 1));
  EXPECT_ERROR(mpp.without(clouds(11, 2, 3, 1)), usage, "got one with more samples of class 0");
  EXPECT_ERROR(mpp.without(clouds(1, 3, 3, 1)), usage, "mpp: expected a fold of the training set");
  EXPECT_ERROR(mpp.without(clouds(1, 2, 4, 1)), usage, "mpp: expected samples of shape (3), got (4)");
  EXPECT_ERROR(mpp.without(clouds(10, 2, 3, 1)), data, "mpp: expected samples of two classes or more, got 0");
}

Record saved(MppCase which) {
  Mpp mpp(MppOptions{which, 0.1, 0.2, {Priors::given, {0.5, 0.3, 0.2}}});
  mpp.fit(byte_clouds(10, 3, 4, 1));
  Record record;
  mpp.save(record);
  return from_safetensors(to_safetensors(record), "mpp");
}

TEST(Mpp, LoadsItsOptions) {
  const Mpp mpp = Mpp::load(saved(MppCase::own));
  EXPECT_EQ(mpp.options().which, MppCase::own);
  EXPECT_EQ(mpp.options().ridge, 0.1);
  EXPECT_EQ(mpp.options().shrink, 0.2);
  EXPECT_EQ(mpp.options().priors.values[1], 0.3);
  EXPECT_EQ(mpp.priors()[2], 0.2);
  EXPECT_EQ(mpp.input().sample, (Shape{1, 4}));
  EXPECT_EQ(mpp.without(byte_clouds(1, 3, 4, 1)), nullptr);
}

TEST(Mpp, RefusesDamagedRecords) {
  const Record linear = saved(MppCase::shared), quadratic = saved(MppCase::own);
  const auto refuses = [&](Record bad, auto&& change, const char* part) {
    change(bad);
    EXPECT_ERROR(Mpp::load(bad), data, part);
  };
  refuses(
      linear, [](Record& r) { r.set("thimble.kind", "pca"); }, "thimble.kind: expected \"mpp\", found \"pca\"");
  refuses(
      linear, [](Record& r) { r.set("thimble.version", "2"); }, "thimble.version: expected \"1\"");
  refuses(
      linear, [](Record& r) { r.set("mpp.case", "0"); }, "mpp.case: expected a whole number from 1 to 3");
  refuses(
      linear, [](Record& r) { r.set("mpp.case", "3"); }, "mpp.matrix: expected shape (4, 12), found (4, 3)");
  refuses(
      linear, [](Record& r) { r.set("mpp.ridge", "-1"); }, "mpp.ridge: expected a number of 0 or more");
  refuses(
      linear, [](Record& r) { r.set("mpp.shrink", "2"); }, "mpp.shrink: expected a number from 0 to 1");
  refuses(
      linear, [](Record& r) { r.set("mpp.prior.1", "7"); }, "mpp.prior.1: expected a number from 0 to 1, found 7");
  refuses(
      linear, [](Record& r) { r.set("mpp.priors", "x"); }, "mpp.priors: priors: expected equal");
  refuses(
      linear, [](Record& r) { r.set("thimble.class_names", "a"); }, "thimble.class_names: expected two names");
  refuses(
      linear, [](Record& r) { r.set("thimble.class_names", "a\nb"); }, "mpp.means: expected shape (2, 4)");
  refuses(
      linear, [](Record& r) { r.set("thimble.sample", "4096 4096"); }, "mpp.means: expected shape (3, 16777216)");
  refuses(
      linear, [](Record& r) { r.set("mpp.offset", Tensor({4})); }, "mpp.offset: expected shape (3), found (4)");
  refuses(
      quadratic,
      [](Record& r) {
        r.set("mpp.matrix", Tensor({4, 11}));
      },
      "mpp.matrix: expected shape (4, 12)");
  refuses(
      quadratic, [](Record& r) { r.set("mpp.offset", Tensor({12}, INFINITY)); }, "mpp.offset: expected finite");
  EXPECT_ERROR(Mpp::load(Record()), data, "thimble.kind");
}

}  // namespace
}  // namespace thimble
