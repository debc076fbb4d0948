#include "learn/pipeline.h"

#include <gmock/gmock.h>

#include <algorithm>
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

// 8192 values of one: more than anyone wants in memory for all samples at once.
struct Widen : Centre {
  int outputs() const override { return 8192; }
  void apply(const Samples& x, Tensor& y) const override {
    y.resize({x.size(), outputs()});
    for (int n = 0; n < x.size(); ++n) std::fill(y.row(n).begin(), y.row(n).end(), x.features()(n, 0) - mean);
  }
};

struct AboveInParts : Above {
  int fitted = 0;
  void fit(const Dataset&) override { ++fitted; }
  bool fit_in_parts(int parts, const std::function<Dataset(int)>& part) override {
    for (int i = 0; i < parts; ++i) {
      const Dataset some = part(i);
      for (int n = 0; n < some.size(); ++n) seen.push_back(some.x.features()(n, 8191));
    }
    return true;
  }
};

TEST(Pipeline, FitsItsLastPartInPartsWhereItsSamplesAreLarge) {
  const auto fitted_on = [](int count) {
    Tensor x({count, 1});
    Dataset data{Samples(), std::vector<int>(static_cast<size_t>(count)), {"low", "high"}};
    data.labels[1] = 1;
    for (int n = 0; n < count; ++n) x(n, 0) = static_cast<float>(n - (count - 1) / 2.0);
    data.x = Samples(std::move(x));
    std::vector<std::unique_ptr<Transform>> transforms;
    transforms.push_back(std::make_unique<Widen>());
    auto pipeline = std::make_unique<Pipeline>(std::move(transforms), std::make_unique<AboveInParts>());
    pipeline->fit(data);
    return pipeline;
  };
  const auto few = fitted_on(3), many = fitted_on(4100);
  EXPECT_EQ(static_cast<AboveInParts&>(few->classifier()).fitted, 1);
  const AboveInParts& last = static_cast<AboveInParts&>(many->classifier());
  EXPECT_EQ(last.fitted, 0);
  ASSERT_EQ(last.seen.size(), 4100u);
  for (int n = 0; n < 4100; ++n) ASSERT_NEAR(last.seen[static_cast<size_t>(n)], n - 2049.5, 0.01) << n;
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
