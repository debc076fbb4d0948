#include "learn/classifier.h"

#include <gmock/gmock.h>

namespace thimble {
namespace {

using testing::ElementsAre;

TEST(ArgmaxRows, TiesGoToTheSmallerClass) {
  EXPECT_THAT(argmax_rows(Tensor({3, 3}, {0, 2, 1, 5, 5, 5, -3, -1, -1})), ElementsAre(1, 0, 1));
  EXPECT_TRUE(argmax_rows(Tensor()).empty());
}

// Scores class 1 by the first feature and class 0 by its complement.
struct FirstFeature : Classifier {
  std::string name() const override { return "first feature"; }
  void fit(const Dataset&) override {}
  void scores(const Samples& x, Tensor& s) override {
    s.resize({x.size(), 2});
    for (int n = 0; n < x.size(); ++n) {
      s(n, 1) = x.features()(n, 0);
      s(n, 0) = 1 - s(n, 1);
    }
  }
  Input input() const override { return {}; }
  void save(Record& record) const override { record.set("thimble.kind", name()); }
};

TEST(Classifier, PredictsTheClassWithTheHighestScore) {
  FirstFeature classifier;
  EXPECT_THAT(classifier.predict(Samples(Tensor({3, 1}, {0.9f, 0.1f, 0.5f}))), ElementsAre(1, 0, 0));
}

}  // namespace
}  // namespace thimble
