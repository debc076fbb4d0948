// What a step of a training came to: its loss and its right answers.
//
// On the CPU both are known at once. On a device they stay where they are computed, a row of a tally for each step, and are
// read when the tally is full: so no step waits for the one before it.
#pragma once

#include <span>
#include <vector>

#include "nn/layer.h"

namespace thimble {

struct StepLoss {
  double loss = 0;  // mean over the samples, the penalty included
  int correct = 0, samples = 0;
};

class StepLosses {
 public:
  // L = cross_entropy(softmax(z), labels) + sum l2 w^2,   dz = dL/dz
  void compute(const Tensor& z, std::span<const int> labels, float smoothing, std::span<Parameter* const> parameters,
               Tensor& dz);

  bool due() const;                          // known without waiting, or no room for one more step
  const std::vector<StepLoss>& look();       // of the steps since the last clear(); waits for a device
  std::vector<StepLoss> look_aside() const;  // the same, and nothing changes
  void clear() { steps_.clear(); }

 private:
  std::vector<StepLoss> steps_;  // on a device only `samples` is known at first
  Tensor tally_;                 // (rows, 2): loss, right answers
};

}  // namespace thimble
