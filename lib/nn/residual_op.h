// A residual block whose layers run as one over panels, without leaving them:
//
//   Y = X + f(X),   dX = dY + df/dX^T dY
#pragma once

#include "nn/op.h"
#include "nn/residual.h"

namespace thimble {

class ResidualOp final : public Op {
 public:
  ResidualOp(const PanelShape& panels, Residual& block);
  void forward(const Flow& x, Flow& y, const Pass& pass) override;
  void backward(const Flow& x, const Flow& y, Flow& dy, Flow& dx) override;
  bool set_gradients() override;

 private:
  Sequential& body_;
  Tensor through_;  // df/dX^T dY
};

}  // namespace thimble
