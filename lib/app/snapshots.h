// A network's weights as they were, to go back in time: some moments of a training, the older ones further apart.
#pragma once

#include <cstdint>
#include <vector>

#include "app/sliced_test.h"
#include "nn/sequential.h"

namespace thimble {

struct Snapshot {
  double epoch = 0;
  int64_t steps = 0;
  std::vector<float> weights;  // all parameters one behind the other, moving statistics included
  TestResult tested;           // at that moment; without answers: not tested
};

class Snapshots {
 public:
  static constexpr size_t kMost = 30;
  static constexpr size_t kMostFloats = size_t{1} << 24;  // 64 MiB in all; two are kept of any network

  // Where there are too many, the one goes whose neighbours are closest to each other; never the first or the last.
  void take(const Sequential& net, double epoch, int64_t steps, const TestResult& tested);
  void clear() { all_.clear(); }
  int size() const { return static_cast<int>(all_.size()); }
  const Snapshot& operator[](int i) const { return all_[static_cast<size_t>(i)]; }

 private:
  std::vector<Snapshot> all_;
};

// Into a network of the same layers.
void restore(const Snapshot& snapshot, Sequential& net);

}  // namespace thimble
