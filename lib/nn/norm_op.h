// Batch normalisation with what follows it, in one pass over panels:
//
//   Y = max_pool(dropout(gamma x_hat + beta)),   x_hat = (X - mean) / sqrt(variance + epsilon)
//
// x_hat is not stored: with s = gamma / sqrt(variance + epsilon) the forward pass is s X + (beta - s mean), and the
// gradient of section 3 of the paper (beside normalise_backward in core/ops.h) is linear in G = dL/d(gamma x_hat + beta)
// and X.
#pragma once

#include <cstdint>
#include <vector>

#include "core/ops_lanes.h"
#include "nn/batch_norm.h"
#include "nn/dropout.h"
#include "nn/op.h"

namespace thimble {

class NormOp final : public Op {
 public:
  // pool and dropout may be null; after_relu: X is the output of a ReLU, and dX becomes 0 where X is.
  NormOp(const PanelShape& in, BatchNorm& norm, const Dropout* dropout, const Window* pool, bool after_relu);
  const PanelShape& output() const { return out_; }

  void forward(const Flow& x, Flow& y, const Pass& pass) override;
  void backward(const Flow& x, const Flow& y, Flow& dy, Flow& dx) override;

 private:
  PanelShape out_;
  BatchNorm& norm_;
  const Dropout* dropout_;
  bool after_relu_;
  NormTail tail_;             // of the last forward pass,
  std::vector<int> samples_;  // as are these
  Tensor mean_, variance_;
  std::vector<float> scale_, shift_, slope_;
  std::vector<double> sums_, products_;
  std::vector<uint8_t> winner_;
  Tensor unwanted_;  // dX, where nobody in front asks for it: the sums are made on the way to it
};

}  // namespace thimble
