// Pictures whose pixels have been exchanged, and two networks that learn from them: minutes of work, on the whole data set.
#pragma once

#include <cstdio>

#include "data/source.h"
#include "nn/spec.h"
#include "nn/trainer.h"

// [shuffled]
// The same pictures with all pixels exchanged, in every picture in the same way.
inline thimble::Dataset shuffled(const thimble::Dataset& data) {
  const std::vector<int> from = thimble::Rng(7, thimble::Purpose::test).permutation(784);
  std::vector<uint8_t> bytes;
  for (int n = 0; n < data.size(); ++n)
    for (const int i : from) bytes.push_back(data.x.bytes(n)[size_t(i)]);
  return {thimble::Samples({28, 28}, std::move(bytes)), data.labels, data.class_names};
}
// [end]

inline double test_accuracy(const char* text, const thimble::Dataset& train, const thimble::Dataset& test) {
  thimble::Sequential net = thimble::parse_network(text);
  net.build(train.x.network_shape(), 1);
  thimble::Adam adam;
  thimble::Trainer trainer(net, adam, train, nullptr, {.epochs = 15, .batch_size = 128, .seed = 1});
  trainer.run();
  return thimble::evaluate(net, test).accuracy;
}

// Fifteen epochs of Adam on 60,000 pictures, as JSON: docs/results/exchanged_pixels.json.
inline int exchange(const char* folder) {
  const thimble::TrainTest data = thimble::load_data(folder);
  const thimble::Dataset train = shuffled(data.train), test = shuffled(data.test);
  const char* dense = "flatten, dense 128, relu, dense 10";
  const char* convolutions = "conv 16 3x3, relu, max_pool 2, conv 32 3x3, relu, max_pool 2, flatten, dense 10";
  std::printf("{\n");
  for (const char* net : {dense, convolutions})
    std::printf("  \"%s\": {\"as_they_are\": %.4f, \"exchanged\": %.4f}%s\n", net == dense ? "dense" : "convolutions",
                test_accuracy(net, data.train, data.test), test_accuracy(net, train, test), net == dense ? "," : "");
  std::printf("}\n");
  return 0;
}
