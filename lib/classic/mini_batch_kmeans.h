// k-means from a few samples at a time (Sculley, "Web-scale k-means clustering", WWW 2010, Algorithm 1): each centre is
// the mean of all samples that it has won so far. With batches of one sample this is tutorial 09 (9.9).
//   for a batch B:   a(n) = argmin_j |x_n - c_j|^2 for n in B, with the centres as they are before the batch
//                    n_j += m_j,   c_j += (sum_{n in B : a(n) = j} x_n - m_j c_j) / n_j         m_j = samples won in B
// Batches are drawn without replacement: each pass takes every sample once, in a new order.
//
// A centre that wins nothing in a whole pass (but the last) moves to the sample of the pass's last batch that is farthest
// from its centre, and counts from 0; the next such centre to the next farthest.
#pragma once

#include <cstdint>
#include <vector>

#include "classic/clusterer.h"
#include "classic/passes.h"

namespace thimble {

struct MiniBatchKMeansOptions {
  int k = 10;
  uint64_t seed = 0;
  int batch = 1024;
  int passes = 5;
  int candidates = 0;  // of the start, which is chosen among the first 3 max(batch, k) samples of a random order
};

class MiniBatchKMeans : public Clusterer {
 public:
  explicit MiniBatchKMeans(MiniBatchKMeansOptions options = {});
  std::string name() const override { return "mini_batch_kmeans"; }
  void start(const Samples& x) override;
  void start_from(const Samples& x, const Tensor& centres);
  bool step() override;  // one batch
  static MiniBatchKMeans load(const Record& record);

 private:
  void begin(const Samples& x);
  void move_dead(const Samples& batch, const std::vector<int>& labels);

  MiniBatchKMeansOptions options_;
  const Samples* x_ = nullptr;
  Passes passes_;
  std::vector<int64_t> counts_;  // n_j
  std::vector<int> wins_;        // of this pass
};

}  // namespace thimble
