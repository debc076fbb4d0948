// The moving average of a network's weights over the steps of its training (Polyak & Juditsky 1992, with the exponential
// weights of TensorFlow's ExponentialMovingAverage):
//
//   a <- w at step 1;   then a <- a + (1 - d_t) (w - a),   d_t = min(d, (1 + t) / (10 + t)),   t = steps averaged so far
//
// The second term lets go of the first steps quickly. Every parameter is averaged, the moving statistics of a batch
// normalisation too. The averages are what is evaluated and saved; training itself never sees them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/safetensors.h"
#include "nn/layer.h"

namespace thimble {

class WeightAverage {
 public:
  void add(std::span<Parameter* const> parameters, float d);  // the weights behind one more step
  void swap(std::span<Parameter* const> parameters);          // averages into the network, weights in here; or back

  // NAME: the weights, ema.NAME: the averages, ema.steps. `shown`: the network holds the averages.
  void save(std::span<Parameter* const> parameters, bool shown, Record& record) const;
  static WeightAverage load(std::span<Parameter* const> parameters, const Record& record);  // data error

 private:
  std::vector<Tensor> average_;  // of each parameter; none before the first step
  int64_t steps_ = 0;
};

}  // namespace thimble
