// A test in slices, so that nobody waits for it: what a network makes of the first pictures of a data set.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "learn/dataset.h"
#include "learn/metrics.h"
#include "nn/sequential.h"
#include "nn/trainer.h"

namespace thimble {

// What the first pictures were called, and how likely the network found that: max_k softmax(z)_k.
struct Answers {
  std::vector<uint8_t> said;
  std::vector<float> probability;
};

struct TestResult {
  Score score;
  ConfusionMatrix confusion{10};
  Answers answers;
};

class SlicedTest {
 public:
  static constexpr int kSlice = 100;  // pictures at a time

  void begin(std::shared_ptr<const Dataset> data, int count);  // of its first pictures, at most as many as there are
  bool running() const { return count_ > 0; }
  bool whole() const { return count_ == data_->size(); }  // of all pictures
  void stop() { count_ = 0; }

  // The next slice. True if it was the last one: then result() is of this test; until then of the one before.
  bool slice(Sequential& net);
  const TestResult& result() const { return result_; }
  void forget();

 private:
  std::shared_ptr<const Dataset> data_;
  int next_ = 0, count_ = 0;
  double loss_ = 0;
  TestResult coming_, result_;
  Tensor x_, p_, no_gradient_;
};

}  // namespace thimble
