// A trained network with all it needs to be used again: what pictures it takes, how it scales them, what its classes
// are called. This is what a model file holds.
#pragma once

#include <string>
#include <vector>

#include "learn/classifier.h"
#include "learn/input.h"
#include "nn/init.h"
#include "nn/sequential.h"

namespace thimble {

class NetClassifier : public Classifier {
 public:
  Sequential net;  // built; a final softmax layer has been taken off (it belongs to the loss)
  std::vector<std::string> class_names;
  Shape sample;                         // of the pictures: {28, 28}
  float scale = 1 / 255.0f, shift = 0;  // x = scale * byte + shift

  NetClassifier() = default;
  NetClassifier(Sequential n, const Dataset& like);  // names, shape and scaling as in `like`
  std::string name() const override { return "network"; }
  void fit(
      const Dataset& train) override;  // from fresh weights, ten epochs of Adam; `thimble train` has all the options
  void scores(const Samples& x, Tensor& s) override;
  Input input() const override;  // the four above together
  void save(Record& record) const override;
  static NetClassifier load(const Record& record);  // data error where something is missing or does not fit
};

// A built network for this data: takes a final softmax off, checks that the last width is the number of classes.
Sequential network_for(const std::string& text, const Dataset& data, Init init, uint64_t seed);

}  // namespace thimble
