// One network, held back in one way or another.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/ops.h"
#include "data/augment.h"
#include "data/source.h"
#include "learn/split.h"
#include "nn/early_stopping.h"
#include "nn/history.h"
#include "nn/spec.h"
#include "nn/trainer.h"

struct Pictures {
  thimble::Dataset train, validation, test;
};

// The excerpt: 100 of each.
inline Pictures few_pictures() {
  const thimble::TrainTest data = thimble::load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  const thimble::Split split = thimble::make_split("stratified:0.5", data.train.labels, 1);
  return {data.train.subset(split.train), data.train.subset(split.validation), data.test};
}

struct Setting {
  std::string name, net;
  std::string augment = "none";
  int patience = 0;  // 0: no early stopping
};

struct Training {
  int epochs = 100, batch = 20;
  float rate = 0.003f;
  uint64_t seed = 1;
};

struct Outcome {
  std::vector<thimble::Progress> epochs;
  thimble::Score train, test;  // without a penalty
  double sure = 0;             // the mean of the largest probability, on the test pictures
};

// [run]
inline Outcome run(const Setting& setting, const Pictures& data, const Training& how) {
  thimble::Sequential net = thimble::parse_network(setting.net);
  net.build(data.train.x.network_shape(), how.seed);
  const thimble::Augment change = thimble::parse_augment(setting.augment);
  thimble::TrainOptions options{how.epochs, how.batch, thimble::constant(how.rate), nullptr, how.seed};
  if (change.any())
    options.augment = [change](std::span<float> x, const thimble::Shape& shape, const thimble::Key& key, int sample) {
      thimble::augment(change, key, sample, shape, x);
    };
  thimble::Adam adam;
  thimble::Trainer trainer(net, adam, data.train, &data.validation, options);
  thimble::History history;
  thimble::EarlyStopping stopping(net, setting.patience, true);
  trainer.observe(history);
  if (setting.patience > 0) trainer.observe(stopping);
  trainer.run();

  Outcome out{history.epochs(), thimble::evaluate(net, data.train), thimble::evaluate(net, data.test)};
  for (thimble::Score* score : {&out.train, &out.test}) score->loss -= thimble::l2_penalty(net.parameters());
  thimble::Tensor p;
  thimble::probabilities(net, data.test.x, p);
  for (int n = 0; n < p.dim(0); ++n) {
    const std::span<const float> row = p.row(n);
    out.sure += double(*std::max_element(row.begin(), row.end())) / p.dim(0);
  }
  return out;
}
// [end]
