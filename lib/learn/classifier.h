// What every learner that names a class can do.
#pragma once

#include <functional>
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
  // away instead of fitting again, and says so before it is fitted. Null from all others.
  virtual std::unique_ptr<Classifier> without(const Dataset& fold) const;
  virtual bool keeps_sums() const { return false; }
  // The same as fit() of all the parts one after the other, but for the rounding of sums, with only one of them in memory at
  // a time: part(i) is asked for once, in order. Their samples are finite and their labels checked. False, and nothing asked,
  // from those who need all samples at once.
  virtual bool fit_in_parts(int parts, const std::function<Dataset(int i)>& part);
};

// argmax of each row, ties to the smaller index.
std::vector<int> argmax_rows(const Tensor& s);

}  // namespace thimble
