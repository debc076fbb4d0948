// Several passes over n samples, each in a new random order, handed out a few at a time: what the methods that learn from
// one sample after the other walk along.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

class Passes {
 public:
  Passes() = default;
  Passes(int n, int passes, int batch, bool shuffled, uint64_t seed);

  bool done() const { return pass_ == passes_; }
  std::span<const int> take();                      // the next rows of this pass, at most `batch`
  bool at_end_of_pass() const { return at_ == 0; }  // after take(): it was the last of its pass
  int64_t taken() const { return int64_t{pass_} * n_ + at_; }
  int64_t total() const { return int64_t{passes_} * n_; }  // of all passes

 private:
  void order();

  int n_ = 0, passes_ = 0, batch_ = 1, pass_ = 0, at_ = 0;
  bool shuffled_ = false;
  uint64_t seed_ = 0;
  std::vector<int> rows_, taken_;
};

}  // namespace thimble
