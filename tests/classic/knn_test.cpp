#include "classic/knn.h"

#include <gmock/gmock.h>

#include "classic/small_sets.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;

std::vector<float> posteriors(Knn knn, const Dataset& train, std::initializer_list<float> query) {
  knn.fit(train);
  Tensor x({1, static_cast<int>(query.size())}), s;
  std::copy(query.begin(), query.end(), x.data());
  knn.scores(Samples(x), s);
  return {s.values().begin(), s.values().end()};
}

// On a line: class 0 at 0 and 1, class 1 at 2, 4 and 8. From 1.5 they are 1.5, .5, .5, 2.5 and 6.5 away.
Dataset line() { return features(1, {0, 1, 2, 4, 8}, {0, 0, 1, 1, 1}); }

TEST(Knn, PosteriorIsTheShareOfTheNeighbours) {
  EXPECT_THAT(posteriors(Knn(1), line(), {1.5}), ElementsAre(0, 1)) << "two are as near: the later sample is asked";
  EXPECT_THAT(posteriors(Knn(3), line(), {1.5}), ElementsAre(2 / 3.0f, 1 / 3.0f));
  EXPECT_THAT(posteriors(Knn(5), line(), {1.5}), ElementsAre(0.4f, 0.6f));
}

TEST(Knn, EqualPosteriorsAreTheSmallerClass) {
  Knn knn(2);
  knn.fit(line());
  EXPECT_THAT(posteriors(Knn(2), line(), {1.5}), ElementsAre(0.5f, 0.5f));
  EXPECT_THAT(knn.predict(Samples(Tensor({1, 1}, {1.5f}))), ElementsAre(0));
}

TEST(Knn, NearNeighboursCountMoreByDistance) {
  // 1/.5 + 1/1.5 = 2.667 for class 0, 1/.5 + 1/2.5 = 2.4 for class 1
  const std::vector<float> p = posteriors(Knn(4, Metric::l2, Weights::distance), line(), {1.5});
  EXPECT_NEAR(p[0], 2.6666667 / 5.0666667, 1e-6);
  EXPECT_NEAR(p[1], 2.4 / 5.0666667, 1e-6);
}

TEST(Knn, ANeighbourAtDistanceZeroDecidesAlone) {
  EXPECT_THAT(posteriors(Knn(5, Metric::l2, Weights::distance), line(), {4}), ElementsAre(0, 1));
  const Dataset twins = features(1, {3, 3, 5}, {0, 1, 1});
  EXPECT_THAT(posteriors(Knn(3, Metric::l2, Weights::distance), twins, {3}), ElementsAre(0.5f, 0.5f));
}

TEST(Knn, TheMetricDecidesWhoIsNear) {
  // From (0, 0): (3, 3) is 6, 4.24, 3.78, 3 away, (0, 4) is 4 away in every metric.
  const Dataset two = features(2, {3, 3, 0, 4}, {0, 1});
  EXPECT_THAT(posteriors(Knn(1, Metric::l1), two, {0, 0}), ElementsAre(0, 1));
  EXPECT_THAT(posteriors(Knn(1, Metric::l2), two, {0, 0}), ElementsAre(0, 1));
  EXPECT_THAT(posteriors(Knn(1, Metric::l3), two, {0, 0}), ElementsAre(1, 0));
  EXPECT_THAT(posteriors(Knn(1, Metric::linf), two, {0, 0}), ElementsAre(1, 0));
}

TEST(Knn, RefusesWhatDoesNotFit) {
  EXPECT_ERROR(Knn(0), usage, "knn: expected k of at least 1, got 0");
  Knn six(6);
  EXPECT_ERROR(six.fit(line()), usage, "knn: expected k from 1 to 5, the number of training samples, got 6");
}

Knn reloaded(const Knn& knn) {
  Record record;
  knn.save(record);
  return Knn::load(from_safetensors(to_safetensors(record), "m"));
}

TEST(Knn, KeepsEverythingInAFile) {
  const Dataset pictures = byte_clouds(20, 3, 5, 1);
  Knn knn(3, Metric::l3, Weights::distance);
  knn.fit(pictures);
  Knn again = reloaded(knn);
  EXPECT_EQ(again.k(), 3);
  EXPECT_EQ(again.train().labels, pictures.labels);
  EXPECT_EQ(*again.train().x.shared_bytes(), *pictures.x.shared_bytes());
  Tensor a, b;
  knn.scores(pictures.x, a);
  again.scores(pictures.x, b);
  EXPECT_EQ(std::vector(a.values().begin(), a.values().end()), std::vector(b.values().begin(), b.values().end()));
}

TEST(Knn, KeepsAnyOrderOfTheMetricInAFile) {
  const Dataset pictures = byte_clouds(20, 3, 5, 1);
  Knn knn(3, Metric{1.3});
  knn.fit(pictures);
  Record record;
  knn.save(record);
  EXPECT_EQ(record.text("knn.metric"), "l1.3");
  EXPECT_EQ(reloaded(knn).neighbours(pictures.x).distance, knn.neighbours(pictures.x).distance);
}

TEST(Knn, OfASubsetKeepsOnlyThat) {
  const Dataset pictures = byte_clouds(20, 2, 4, 1);
  const std::vector<int> rows = {39, 0, 7};
  Knn knn(1);
  knn.fit(pictures.subset(rows));
  const Knn again = reloaded(knn);
  ASSERT_EQ(again.train().size(), 3);
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(std::equal(again.train().x.bytes(i).begin(), again.train().x.bytes(i).end(),
                           pictures.x.bytes(rows[static_cast<size_t>(i)]).begin()));
}

TEST(Knn, RefusesADamagedFile) {
  Knn knn(2);
  knn.fit(line());
  const auto damaged = [&](const std::string& key, const std::string& value) {
    Record record;
    knn.save(record);
    record.set(key, value);
    return record;
  };
  EXPECT_ERROR(Knn::load(damaged("knn.k", "6")), data, "knn.k: expected a whole number from 1 to 5, found 6");
  EXPECT_ERROR(Knn::load(damaged("knn.metric", "l0.5")), data,
               "knn.metric: expected linf, or l and a number from 1 to 100, found \"l0.5\"");
  EXPECT_ERROR(Knn::load(damaged("knn.weights", "some")), data, "knn.weights: expected uniform or distance");
  EXPECT_ERROR(Knn::load(damaged("thimble.sample", "2")), data, "knn.samples: expected rows of 2 values");
  EXPECT_ERROR(Knn::load(damaged("thimble.kind", "mpp")), data, "thimble.kind");
  Record record;
  knn.save(record);
  record.set("knn.labels", Tensor({5}, {0, 1, 0, 1, 2}));
  EXPECT_ERROR(Knn::load(record), data, "knn.labels: expected classes from 0 to 1, found 2");
}

}  // namespace
}  // namespace thimble
