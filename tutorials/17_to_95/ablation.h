// Small networks that differ in one thing, seed by seed.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "data/augment.h"
#include "data/source.h"
#include "learn/split.h"
#include "nn/spec.h"
#include "nn/trainer.h"

struct Variant {
  std::string name, augment = "none";
  float smoothing = 0, decay = 0, average = 0;
};

// [judge]
// Validation accuracy. The seed decides which half of the excerpt is trained on, the weights, and the order.
inline double judge(const Variant& v, uint64_t seed) {
  using namespace thimble;
  static const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  const Split split = make_split("stratified:0.5", data.train.labels, seed);
  const Dataset train = data.train.subset(split.train), validation = data.train.subset(split.validation);
  Sequential net = parse_network("flatten, dense 32, relu, dense 10");
  net.build(train.x.network_shape(), seed);
  TrainOptions options{.epochs = 30, .batch_size = 20, .learning_rate = one_cycle(0.05f, 30, 0.2f), .seed = seed};
  options.smoothing = v.smoothing;
  options.weight_decay = v.decay;
  options.ema = v.average;
  if (const Augment change = parse_augment(v.augment); change.any())
    options.augment = [change](std::span<float> x, const Shape& shape, const Key& key, int sample) {
      augment(change, key, sample, shape, x);
    };
  Sgd sgd({.momentum = 0.9f, .nesterov = true});
  Trainer trainer(net, sgd, train, nullptr, options);
  trainer.run();
  return evaluate(net, validation).accuracy;
}
// [end]

// Mean, and standard deviation (10.7).
struct Spread {
  double mean = 0, sd = 0;
};

inline Spread spread(const std::vector<double>& values) {
  Spread s;
  for (const double v : values) s.mean += v / double(values.size());
  for (const double v : values) s.sd += (v - s.mean) * (v - s.mean) / double(values.size() - 1);
  s.sd = std::sqrt(s.sd);
  return s;
}

// [paired]
// b - a, seed by seed: its mean, and the standard error of that, tutorial 17 (17.18).
inline Spread paired(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> difference;
  for (size_t i = 0; i < a.size(); ++i) difference.push_back(b[i] - a[i]);
  const Spread s = spread(difference);
  return {s.mean, s.sd / std::sqrt(double(a.size()))};
}
// [end]
