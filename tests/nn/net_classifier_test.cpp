#include "nn/net_classifier.h"

#include <cmath>

#include <gtest/gtest.h>

#include "nn/toy_data.h"
#include "nn/trainer.h"
#include "support/throws.h"

namespace thimble {
namespace {

const char* kNet = "conv 3 3x3 same, batch_norm, relu, max_pool 2, flatten, dropout 0.5, dense 5, tanh, dense 2";

NetClassifier model(const Dataset& data, const char* net = kNet) {
  return NetClassifier(network_for(net, data, Init::he_normal, 3), data);
}

Record saved(const NetClassifier& m) {
  Record record;
  m.save(record);
  return from_safetensors(to_safetensors(record), "m");
}

TEST(NetClassifier, LoadsWhatItSaved) {
  Dataset data = toy_bars(40, 1);
  data.x.scale = 1 / 64.0f;
  data.x.shift = -0.5f;
  NetClassifier before = model(data);
  before.fit(data);
  NetClassifier after = NetClassifier::load(saved(before));
  EXPECT_EQ(after.net.text(), before.net.text());
  EXPECT_EQ(after.net.weights_sha256(), before.net.weights_sha256());
  EXPECT_EQ(after.class_names, data.class_names);
  EXPECT_EQ(after.sample, (Shape{8, 8}));
  EXPECT_EQ(after.scale, data.x.scale);
  EXPECT_EQ(after.shift, data.x.shift);
  Tensor a, b;
  before.scores(data.x, a);
  after.scores(data.x, b);
  for (int i = 0; i < a.size(); ++i) EXPECT_EQ(a.data()[i], b.data()[i]);
}

TEST(NetClassifier, NamesItsKeysAsDocumented) {
  const Record record = saved(model(toy_bars(4, 1), "flatten, dense 2"));
  EXPECT_EQ(record.text("thimble.kind"), "network");
  EXPECT_EQ(record.text("thimble.version"), "1");
  EXPECT_EQ(record.text("thimble.net"), "flatten, dense 2 init he_normal");
  EXPECT_EQ(record.text("thimble.class_names"), "horizontal\nvertical");
  EXPECT_EQ(record.text("thimble.sample"), "8 8");
  EXPECT_EQ(static_cast<float>(record.number("thimble.scale")), 1 / 255.0f);
  EXPECT_EQ(record.number("thimble.shift"), 0);
  EXPECT_EQ(record.tensor_names(), (std::vector<std::string>{"dense.weight", "dense.bias"}));
}

TEST(NetClassifier, ScalesSamplesAsItsTrainingSetWas) {
  const Dataset data = toy_bars(20, 1);
  NetClassifier m = model(data);
  Tensor expected, got;
  m.scores(data.x, expected);
  Samples raw = data.x;
  raw.scale = 1;
  m.scores(raw, got);
  for (int i = 0; i < got.size(); ++i) EXPECT_EQ(got.data()[i], expected.data()[i]);
}

TEST(NetClassifier, FitsAndPredicts) {
  const Dataset train = toy_clouds(300, 3, 1), test = toy_clouds(90, 3, 2);
  NetClassifier m = model(train, "dense 16, relu, dense 3, softmax");
  m.fit(train);
  const std::vector<int> predicted = m.predict(test.x);
  int correct = 0;
  for (size_t n = 0; n < predicted.size(); ++n) correct += predicted[n] == test.labels[n];
  EXPECT_GT(correct, 80);
  EXPECT_ERROR(m.predict(toy_bars(2, 1).x), usage, "network: expected samples of shape (2), got (8, 8)");
}

TEST(NetworkFor, TakesTheSoftmaxOffAndChecksTheWidth) {
  const Dataset data = toy_bars(4, 1);
  EXPECT_EQ(network_for("flatten, dense 2, softmax", data, Init::glorot_uniform, 0).text(), "flatten, dense 2");
  EXPECT_ERROR(network_for("flatten, relu, dense 12", data, Init::glorot_uniform, 0), usage,
               "network text, layer 3 \"dense 12\": expected an output of shape (2), one value a class, got (12)");
  EXPECT_ERROR(network_for("conv 2 8x8", data, Init::glorot_uniform, 0), usage, "got (2, 1, 1)");
  EXPECT_ERROR(network_for("dense 2", data, Init::glorot_uniform, 0), usage, "put flatten before it");
}

TEST(NetClassifier, RefusesDamagedTexts) {
  const Record good = saved(model(toy_bars(4, 1)));
  const auto refuses = [&](const std::string& key, const std::string& value, const char* part) {
    Record bad = good;
    bad.set(key, value);
    EXPECT_ERROR(NetClassifier::load(bad), data, part);
  };
  refuses("thimble.kind", "knn", "thimble.kind: expected \"network\", found \"knn\"");
  refuses("thimble.version", "2", "thimble.version: expected \"1\", found \"2\"");
  refuses("thimble.net", "dense", "thimble.net: network text, layer 1 \"dense\": expected a number of units");
  refuses("thimble.net", "flatten, dense 3", "dense.weight: expected shape (64, 3), found (48, 5)");
  refuses("thimble.net", "flatten, dense 1000000, dense 1000000", "dense.weight: expected shape (64, 1000000)");
  refuses("thimble.net", "conv 1000000 999x999 same, flatten, dense 2",
          "conv2d.weight: expected shape (1000000, 1, 999x999)");
  refuses("thimble.net", std::string(kNet) + ", dense 2", "no tensor");
  refuses("thimble.class_names", "a\nb\nc", "thimble.class_names: expected 2 names, one an output, found 3");
  refuses("thimble.sample", "8", "thimble.net");
  refuses("thimble.sample", "16 16", "dense.weight: expected shape (192, 5), found (48, 5)");
  refuses("thimble.sample", "99999 99999", "together at most 16777216 values, found \"99999 99999\"");
  refuses("thimble.sample", "8 x", "found \"8 x\"");
  refuses("thimble.sample", "", "thimble.sample: expected one to three extents");
  refuses("thimble.sample", "1 1 8 8", "thimble.sample: expected one to three extents");
  refuses("thimble.scale", "nan", "thimble.scale: expected a finite number, found nan");
  refuses("thimble.shift", "x", "thimble.shift");
}

TEST(NetClassifier, RefusesDamagedTensors) {
  const Record good = saved(model(toy_bars(4, 1), "flatten, dense 2"));
  Record bad = good;
  bad.set("dense.bias", Tensor({3}));
  EXPECT_ERROR(NetClassifier::load(bad), data, "dense.bias: expected shape (2), found (3)");
  bad = good;
  bad.set("dense.bias", Tensor({2}, {1, INFINITY}));
  EXPECT_ERROR(NetClassifier::load(bad), data, "dense.bias: expected finite values");
  bad = good;
  bad.set("stray", Tensor({2}));
  EXPECT_ERROR(NetClassifier::load(bad), data, "tensors: expected 2 for this network, found 3");
  EXPECT_ERROR(NetClassifier::load(Record()), data, "thimble.kind");
}

}  // namespace
}  // namespace thimble
