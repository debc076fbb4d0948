// What the panel that trains lets the visitor choose.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "nn/optimizer.h"

namespace thimble {

struct TrainSetup {
  std::string net = "S4-1";        // a built-in recipe's id, or layers as text
  std::string optimizer = "adam";  // one of optimizers()
  std::string schedule = "constant";
  double lr = 1e-3;
  int batch = 128, epochs = 10;
  uint64_t seed = 0;

  // "net", "optimizer", "schedule", "lr", "batch", "epochs" or "seed". usage error naming what was expected; then
  // nothing has changed.
  void set(const std::string& key, const std::string& value);
  // What differs from the beginning, in words that set() takes.
  std::vector<std::pair<std::string, std::string>> settings() const;
  std::string net_text() const;  // layers, whichever way they were named
};

const std::vector<std::string>& optimizers();  // sgd, momentum (0.9), nesterov (0.9), adam
std::unique_ptr<Optimizer> make_optimizer(const std::string& name);

}  // namespace thimble
