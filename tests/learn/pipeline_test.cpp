#include "learn/pipeline.h"

#include <gmock/gmock.h>

#include <utility>

#include "learn/restored.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;

Samples numbers_of_one() { return Samples(Tensor({1, 1})); }

// y = x - the training set's mean of the first value
struct Centre : Transform {
  float mean = 0;
  std::string name() const override { return "centre"; }
  void fit(const Dataset& train) override {
    mean = 0;
    for (int n = 0; n < train.size(); ++n) mean += train.x.features()(n, 0) / static_cast<float>(train.size());
  }
  int outputs() const override { return 1; }
  void apply(const Samples& x, Tensor& y) const override {
    y.resize({x.size(), 1});
    for (int n = 0; n < x.size(); ++n) y(n, 0) = x.features()(n, 0) - mean;
  }
  Input input() const override { return Input(numbers_of_one()); }
  void save(Record& record) const override {
    record.set("thimble.kind", name());
    record.set_number("mean", static_cast<double>(mean));
  }
};

// Class 1 where the first value is above 0; remembers what it was fitted on.
struct Above : Classifier {
  std::vector<float> seen;
  std::string name() const override { return "above"; }
  void fit(const Dataset& train) override {
    seen.assign(train.x.features().values().begin(), train.x.features().values().end());
  }
  void scores(const Samples& x, Tensor& s) override {
    s.resize({x.size(), 2});
    for (int n = 0; n < x.size(); ++n) {
      s(n, 1) = x.features()(n, 0) > 0 ? 1 : 0;
      s(n, 0) = 1 - s(n, 1);
    }
  }
  Input input() const override { return Input(Dataset{numbers_of_one(), {0}, {"low", "high"}}); }
  void save(Record& record) const override { record.set("thimble.kind", name()); }
};

Dataset numbers() { return {Samples(Tensor({3, 1}, {1, 2, 6})), {0, 0, 1}, {"low", "high"}}; }

Pipeline twice_centred() {
  std::vector<std::unique_ptr<Transform>> transforms;
  transforms.push_back(std::make_unique<Centre>());
  transforms.push_back(std::make_unique<Centre>());
  return Pipeline(std::move(transforms), std::make_unique<Above>());
}

std::unique_ptr<Transform> load_centre(const Record& record) {
  auto centre = std::make_unique<Centre>();
  centre->mean = static_cast<float>(finite_number(record, "mean"));
  return centre;
}
std::unique_ptr<Classifier> load_above(const Record& record) {
  expect_stored(record.text("thimble.kind") == "above", "thimble.kind", "above", record.text("thimble.kind"));
  return std::make_unique<Above>();
}

TEST(Pipeline, FitsEachPartOnWhatTheOneBeforeMakes) {
  Pipeline pipeline = twice_centred();
  pipeline.fit(numbers());
  EXPECT_THAT(dynamic_cast<Above&>(pipeline.classifier()).seen, ElementsAre(-2, -1, 3));
  EXPECT_EQ(dynamic_cast<const Centre&>(pipeline.transform(0)).mean, 3);
  EXPECT_EQ(dynamic_cast<const Centre&>(pipeline.transform(1)).mean, 0);
  EXPECT_THAT(pipeline.predict(Samples(Tensor({2, 1}, {3.5f, 2.5f}))), ElementsAre(1, 0));
  EXPECT_EQ(pipeline.without(numbers()), nullptr);
  EXPECT_EQ(pipeline.input().sample, (Shape{1}));
  EXPECT_THAT(pipeline.input().class_names, ElementsAre("low", "high"));
}

TEST(Pipeline, WithoutTransformsIsItsClassifier) {
  Pipeline pipeline({}, std::make_unique<Above>());
  pipeline.fit(numbers());
  EXPECT_THAT(dynamic_cast<Above&>(pipeline.classifier()).seen, ElementsAre(1, 2, 6));
  EXPECT_THAT(pipeline.predict(numbers().x), ElementsAre(1, 1, 1));
  EXPECT_ERROR(Pipeline({}, nullptr), usage, "pipeline: expected a classifier at its end, got none");
}

TEST(Pipeline, LoadsWhatItSaved) {
  Pipeline pipeline = twice_centred();
  pipeline.fit(numbers());
  Record record;
  pipeline.save(record);
  EXPECT_EQ(record.text("thimble.kind"), "pipeline");
  EXPECT_EQ(record.text("0.thimble.kind"), "centre");
  EXPECT_EQ(record.text("2.thimble.kind"), "above");
  const auto loaded = Pipeline::load(from_safetensors(to_safetensors(record), "p"), load_centre, load_above);
  EXPECT_EQ(loaded->transforms(), 2);
  EXPECT_EQ(dynamic_cast<const Centre&>(loaded->transform(0)).mean, 3);

  Record bad = record;
  bad.set("0.mean", "x");
  EXPECT_ERROR(Pipeline::load(bad, load_centre, load_above), data, "part 0 of the pipeline: mean: expected a number");
  bad = record;
  bad.set("2.thimble.kind", "below");
  EXPECT_ERROR(Pipeline::load(bad, load_centre, load_above), data,
               "part 2 of the pipeline: thimble.kind: expected above, found below");
  bad = record;
  bad.set("pipeline.parts", "1000000");
  EXPECT_ERROR(Pipeline::load(bad, load_centre, load_above), data,
               "pipeline.parts: expected a whole number from 1 to 16");
  bad.set("thimble.kind", "network");
  EXPECT_ERROR(Pipeline::load(bad, load_centre, load_above), data, "thimble.kind: expected \"pipeline\"");
}

TEST(Transformed, KeepsLabelsAndNames) {
  Centre centre;
  centre.fit(numbers());
  const Dataset out = transformed(centre, numbers());
  EXPECT_THAT(out.x.features().values(), ElementsAre(-2, -1, 3));
  EXPECT_EQ(out.labels, numbers().labels);
  EXPECT_EQ(out.class_names, numbers().class_names);
}

}  // namespace
}  // namespace thimble
