// How much of what the machine could do does training do? The roof of tutorial 05, measured now and then in passing.
#pragma once

#include <functional>

#include "nn/sequential.h"

namespace thimble {

// FLOP of a training picture: two for a multiply-accumulate, forward once, backward twice (to the weights, to the inputs).
double training_gflops(const Sequential& net, double images_per_second);  // 6e-9 macs images/s

class Roof {
 public:
  // Once a second, a moment of multiply-adds in registers and nothing else; what was most in all so far counts, since others
  // want the processor too. `now`: milliseconds.
  void probe(const std::function<double()>& now);
  double peak() const { return peak_; }  // GFLOP/s of one thread; 0 before the first probe

  static constexpr int kRounds = 500'000;  // of a probe: a millisecond or so

 private:
  double peak_ = 0, last_ = -1;
};

}  // namespace thimble
