// What every learner that names a class can do.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/tensor.h"
#include "learn/dataset.h"
#include "learn/input.h"
#include "learn/safetensors.h"

namespace thimble {

class Classifier {
 public:
  virtual ~Classifier() = default;
  virtual std::string name() const = 0;
  virtual void fit(const Dataset& train) = 0;
  virtual void scores(const Samples& x, Tensor& s) = 0;  // (N, classes): posteriors, each row sums to 1
  std::vector<int> predict(const Samples& x);            // argmax, ties to the smaller class
  virtual Input input() const = 0;                       // what it was fitted on
  virtual void save(Record& record) const = 0;           // the key "thimble.kind" names the learner
  // The learner as it would be had the fold's samples not been in its training set: whoever keeps sums takes the fold's
  // away instead of fitting again. Null from all others.
  virtual std::unique_ptr<Classifier> without(const Dataset& fold) const;
};

// argmax of each row, ties to the smaller index.
std::vector<int> argmax_rows(const Tensor& s);

}  // namespace thimble
