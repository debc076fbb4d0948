// Winner-take-all, or competitive learning: of k units the one that is nearest to a sample moves towards it, and only that.
//   j = argmin_i |x - w_i|                        the winner, ties to the smaller i
//   w_j += eps(t) (x - w_j)                       tutorial 09 (9.7)
//   eps(t) = eps (1 - t / T)                      for the t-th of all T samples, t = 0, 1, ...    tutorial 09 (9.8)
// T = passes N; each pass takes the samples in a new order. With eps = 1 / (times that j has won) it would be a k-means
// that looks at one sample at a time, tutorial 09 (9.9).
//
// A unit that wins nothing during a pass is dead: no sample will ever move it. At the end of each pass but the last, each
// dead unit is put on the sample that was farthest from its winner when its turn came in that pass; the next dead unit
// on the next farthest.
//
// Sources: Rumelhart and Zipser, "Feature discovery by competitive learning", Cognitive Science 9 (1985); Duda, Hart and
// Stork, Pattern Classification, 2nd ed., section 10.11.2.
#pragma once

#include <cstdint>
#include <vector>

#include "classic/clusterer.h"
#include "classic/passes.h"

namespace thimble {

struct WinnerTakeAllOptions {
  int k = 10;
  uint64_t seed = 0;
  double rate = 0.05;  // eps
  int passes = 3;
  int batch = 256;       // samples of a step(), one after the other: no result depends on it
  bool shuffled = true;  // false: the samples as they lie
};

class WinnerTakeAll : public Clusterer {
 public:
  explicit WinnerTakeAll(WinnerTakeAllOptions options = {});
  std::string name() const override { return "wta"; }
  void start(const Samples& x) override;  // from k samples, chosen as k-means++ does
  void start_from(const Samples& x, const Tensor& units);
  bool step() override;
  static WinnerTakeAll load(const Record& record);

  double rate() const;                                    // eps(t) of the next sample
  const std::vector<int>& wins() const { return wins_; }  // of each unit in this pass, after the last step in the last
  int dead() const;                                       // units that have won nothing in it
  int revived() const { return revived_; }                // units that were put on a sample since start()

 private:
  void begin(const Samples& x);
  void learn(int row);
  void revive();

  WinnerTakeAllOptions options_;
  const Samples* x_ = nullptr;
  Passes passes_;
  Tensor sample_;
  int64_t t_ = 0;
  std::vector<int> wins_;
  std::vector<float> distance_;  // of each sample from its winner, in this pass
  int revived_ = 0;
};

}  // namespace thimble
