#include "classic/fld.h"

#include <gmock/gmock.h>

#include <cmath>

#include "classic/moments.h"
#include "classic/small_sets.h"
#include "support/throws.h"

namespace thimble {
namespace {

Fld fitted(FldOptions how, const Dataset& data) {
  Fld fld(how);
  fld.fit(data);
  return fld;
}

TEST(Fld, ByHand) {
  // Around (0, 0) and (4, 0): +-(2, 2) and +-(1, -1). S_W / N = (2.5 1.5; 1.5 2.5), so S_W^-1 (4, 0) is along (5, -3).
  const Dataset data = features(2, {2, 2, -2, -2, 1, -1, -1, 1, 6, 2, 2, -2, 5, -1, 3, 1}, {0, 0, 0, 0, 1, 1, 1, 1});
  const Fld fld = fitted({.ridge = 0}, data);
  ASSERT_EQ(fld.outputs(), 1);
  const MatrixD& w = fld.directions();
  EXPECT_NEAR(w(1, 0) / w(0, 0), -0.6, 1e-12);
  EXPECT_GT(w(0, 0), 0);
  // As long as w^T (S_W / N) w = 1 asks: 2.5 (25 + 9) - 2 * 1.5 * 15 = 40.
  EXPECT_NEAR(w(0, 0), 5 / std::sqrt(40.0), 1e-12);
  EXPECT_NEAR(fld.ratios()[0], 4 * 4 * 2.5 / 16, 1e-12);  // (m_1 - m_0)^T (S_W / N)^-1 (m_1 - m_0) / 4
  Tensor y;
  fld.apply(Samples(Tensor({1, 2}, {2, 0})), y);  // halfway
  EXPECT_NEAR(entry(y, 0, 0), 0, 1e-6);
}

TEST(Fld, OfTwoGaussiansIsTheClassicalDirection) {
  const Dataset data = clouds(80, 2, 7, 1);
  const Fld fld = fitted({.ridge = 0}, data);
  const std::vector<double> origin = origin_for(data.x);
  const std::vector<Moments> classes = class_moments(data, origin, true);
  MatrixD within = classes[0].scatter();
  const MatrixD second = classes[1].scatter();
  for (size_t i = 0; i < within.values.size(); ++i) within.values[i] += second.values[i];
  const MatrixD inverse = inverse_from_cholesky(cholesky(within));
  std::vector<double> want(7);
  for (int p = 0; p < 7; ++p)
    for (int q = 0; q < 7; ++q)
      want[static_cast<size_t>(p)] +=
          inverse(p, q) * (classes[1].mean()[static_cast<size_t>(q)] - classes[0].mean()[static_cast<size_t>(q)]);
  for (int p = 1; p < 7; ++p)
    EXPECT_NEAR(fld.directions()(p, 0) / fld.directions()(0, 0), want[static_cast<size_t>(p)] / want[0],
                1e-8 * (1 + std::abs(want[static_cast<size_t>(p)] / want[0])));
}

TEST(Fld, MakesTheClassesRoundAndTheirMeansUncorrelated) {
  const int classes = 4;
  const Dataset data = clouds(100, classes, 6, 2);
  const Fld fld = fitted({.ridge = 0}, data);
  ASSERT_EQ(fld.outputs(), 3);
  const Dataset y = transformed(fld, data);
  const std::vector<double> origin = origin_for(y.x);
  const std::vector<Moments> of_class = class_moments(y, origin, true);
  MatrixD within(3, 3), between(3, 3);
  for (const Moments& m : of_class) {
    const MatrixD s = m.scatter();
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) {
        within(i, j) += s(i, j) / data.size();
        between(i, j) += m.count * m.mean()[static_cast<size_t>(i)] * m.mean()[static_cast<size_t>(j)] / data.size();
      }
  }
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      EXPECT_NEAR(within(i, j), i == j, 1e-4);
      EXPECT_NEAR(between(i, j), i == j ? fld.ratios()[static_cast<size_t>(i)] : 0, 1e-5 * fld.ratios()[0]);
    }
  EXPECT_GE(fld.ratios()[0], fld.ratios()[1]);
  EXPECT_GE(fld.ratios()[1], fld.ratios()[2]);
}

TEST(Fld, DoesNotDependOnTheUnitsOfTheValues) {
  const Dataset data = clouds(50, 3, 4, 3);
  Tensor x = data.x.features();
  for (int n = 0; n < data.size(); ++n) x(n, 2) = 100 * x(n, 2) + 5;
  const Dataset stretched{Samples(x), data.labels, data.class_names};
  const Dataset a = transformed(fitted({.ridge = 0}, data), data),
                b = transformed(fitted({.ridge = 0}, stretched), stretched);
  for (int n = 0; n < data.size(); ++n)
    for (int j = 0; j < 2; ++j) EXPECT_NEAR(std::abs(a.x.features()(n, j)), std::abs(b.x.features()(n, j)), 2e-3f);
}

TEST(Fld, ANumberOfComponentsTakesTheBest) {
  const Dataset data = byte_clouds(50, 4, 5, 4);
  const Fld all = fitted({.ridge = 0}, data), one = fitted({.components = 1, .ridge = 0}, data);
  ASSERT_EQ(one.outputs(), 1);
  for (int p = 0; p < 5; ++p) EXPECT_EQ(one.directions()(p, 0), all.directions()(p, 0));
}

TEST(Fld, MeansOnALineSpanOneDirection) {
  Tensor x({90, 2});
  std::vector<int> labels;
  const Dataset noise = clouds(30, 1, 2, 5);
  for (int n = 0; n < 90; ++n) {
    labels.push_back(n / 30);
    for (int p = 0; p < 2; ++p) x(n, p) = noise.x.features()(n % 30, p) + static_cast<float>(n / 30 * (p + 1));
  }
  const Dataset data{Samples(x), labels, numbered_classes(3)};
  EXPECT_EQ(fitted({.ridge = 0}, data).outputs(), 1);
  EXPECT_ERROR(fitted({.components = 2}, data), data, "fld: the class means span only 1 directions, expected 2");
}

TEST(Fld, ARidgeHelpsWhereTheScatterIsSingular) {
  const Dataset few = clouds(3, 2, 10, 6);  // six samples in ten dimensions
  EXPECT_ERROR(fitted({.ridge = 0}, few), data,
               "fld: the scatter within the classes is singular (value 4 of a sample depends");
  EXPECT_EQ(fitted({}, few).outputs(), 1);  // the default's ridge
  EXPECT_EQ(fitted({.ridge = 0.1}, few).outputs(), 1);
}

TEST(Fld, LoadsWhatItSaved) {
  const Dataset data = byte_clouds(30, 3, 6, 7);
  const Fld before = fitted({.ridge = 0}, data);
  Record record;
  before.save(record);
  const Fld after = Fld::load(from_safetensors(to_safetensors(record), "fld"));
  Tensor a, b;
  before.apply(data.x, a);
  after.apply(data.x, b);
  for (int i = 0; i < a.size(); ++i) EXPECT_EQ(a.data()[i], b.data()[i]);
  EXPECT_NEAR(after.ratios()[1], before.ratios()[1], 1e-5 * before.ratios()[1]);
  record.set("fld.ratios", Tensor({3}));
  EXPECT_ERROR(Fld::load(record), data, "fld.ratios: expected shape (2), found (3)");
  record.set("thimble.kind", "pca");
  EXPECT_ERROR(Fld::load(record), data, "thimble.kind: expected \"fld\", found \"pca\"");
}

TEST(Fld, RefusesWhatItCannotDo) {
  EXPECT_ERROR(Fld({.components = -2}), usage, "fld: expected 1 component or more, got -2");
  EXPECT_ERROR(Fld({.ridge = -1}), usage, "fld: expected a ridge of 0 or more, got -1");
  EXPECT_ERROR(fitted({.components = 3}, clouds(20, 3, 5, 1)), usage, "fld: expected 1 to 2 components, got 3");
  EXPECT_ERROR(fitted({.ridge = 0}, features(1, {1, 2}, {0, 0})), data, "fld: expected samples of two classes or more");
  EXPECT_ERROR(fitted({.ridge = 0}, features(1, {1, NAN}, {0, 1})), data, "fld: sample 1: value 0 is nan");
  Tensor y;
  EXPECT_ERROR(Fld().apply(clouds(2, 2, 2, 1).x, y), usage, "fld: fit it first");
  EXPECT_ERROR(fitted({.ridge = 0}, clouds(20, 3, 5, 1)).apply(clouds(2, 2, 4, 1).x, y), usage,
               "fld: expected samples of shape (5), got (4)");
}

}  // namespace
}  // namespace thimble
