// Dropout (Srivastava et al. 2014), in the inverted form that needs no change at inference.
//
//   training:   y = x mask / (1 - p),   mask = 1 with probability 1 - p, else 0;   dx = dy mask / (1 - p)
//   inference:  y = x
//
// The mask is a pure function of (seed, layer, epoch, sample, position), see core/ops.h: backward makes it again instead
// of storing it. p counts as the nearest multiple of 2^-16 when units are drawn.
#pragma once

#include "nn/layer.h"

namespace thimble {

class Dropout final : public Layer {
 public:
  explicit Dropout(float p);
  Kind kind() const override { return Kind::dropout; }
  std::string name() const override { return "dropout"; }
  std::string text() const override;
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;

  float p() const { return p_; }
  Key key(const Pass& pass) const;       // of the masks of this pass
  void set_index(int i) { index_ = i; }  // its place in the network: two dropouts never share a mask

 private:
  float p_;
  int index_ = 0;
  Mode mode_ = Mode::infer;
  Key key_;
  std::vector<int> samples_;
};

}  // namespace thimble
