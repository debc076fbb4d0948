// What the panel that trains lets the visitor choose.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "nn/optimizer.h"

namespace thimble {

// From the start that of the recipe `quick`: to nine of ten test pictures as fast as the page can.
struct TrainSetup {
  std::string net = "quick";       // a built-in recipe's id, or layers as text
  std::string optimizer = "adam";  // one of optimizers()
  std::string schedule = "one_cycle 0.2", augment = "none";
  double lr = 0.01;
  double share = 1;  // of the training pictures: the first ones
  int batch = 128, epochs = 4;
  uint64_t seed = 0;

  // "net", "optimizer", "schedule", "augment", "lr", "share", "batch", "epochs", "seed", or "preset": a recipe's net,
  // schedule, augment, lr, batch and epochs. usage error naming what was expected; then nothing has changed.
  void set(const std::string& key, const std::string& value);
  std::string preset() const;  // that is set so; empty: none
  // What differs from the beginning, in words that set() takes.
  std::vector<std::pair<std::string, std::string>> settings() const;
  std::string net_text() const;  // layers, whichever way they were named
};

const std::vector<std::string>& presets();     // recipes that the page can train: Adam, bytes / 255
const std::vector<std::string>& optimizers();  // sgd, momentum (0.9), nesterov (0.9), adam
std::unique_ptr<Optimizer> make_optimizer(const std::string& name);

}  // namespace thimble
