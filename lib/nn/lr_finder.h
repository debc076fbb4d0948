// The learning-rate range test (Smith 2017, section 3.3): raise the rate step by step, watch the loss.
#pragma once

#include <functional>
#include <vector>

#include "nn/trainer.h"

namespace thimble {

struct RatePoint {
  float rate;
  double loss, smoothed;
};
struct RateSweep {
  std::vector<RatePoint> points;
  float steepest = 0;  // where the smoothed loss falls fastest in ln(rate)
  float a_tenth = 0;   // a tenth of the rate at the smallest smoothed loss
};
struct RateSweepOptions {
  float from = 1e-6f, to = 1;
  int steps = 150, batch_size = 64;
  uint64_t seed = 0;
  std::function<void(int done)> watch = nullptr;  // called after every mini-batch
};

// Rates from `from` to `to`, evenly in the logarithm, one mini-batch each; ends early when the smoothed loss passes
// four times its smallest or is not finite. The network's weights are put back afterwards.
RateSweep find_learning_rate(Sequential& net, Optimizer& optimizer, const Dataset& train,
                             const RateSweepOptions& options);

}  // namespace thimble
