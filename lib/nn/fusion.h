// Neighbours that run as one: what Sequential does behind the layers' backs to go over memory less often.
//
//   [flatten] dense or conv2d [relu [max_pool] [dropout]]  ->  FilterOp        batch_norm [dropout] [max_pool]  ->  NormOp
//   residual  ->  ResidualOp
//
// These work on panels (core/panels.h). The plain layers are their specification; both agree to 1e-5 relative.
#pragma once

#include <memory>
#include <span>

#include "nn/filter_op.h"

namespace thimble {

struct Fusion {
  std::unique_ptr<Op> op;  // null: nothing begins here that can be fused
  int layers = 0;          // how many it stands for
  PanelShape in, out;
  int top = 0, left = 0;     // where the picture begins in panels that are made for this op
  FilterOp* relu = nullptr;  // the op, if it holds a ReLU
  bool in_place = false;     // dX takes the place of X
};

// What the built layers around a fusion tell it.
struct Neighbours {
  Shape in;                    // of the samples that reach the first layer
  const PanelShape* panels;    // null: they come as a tensor
  bool wants_dx;               // somebody wants the gradient of its input
  FilterOp* before = nullptr;  // the op in front, if it holds a ReLU
  Compute compute = Compute::float32;
};

// What can be made of the built layers from the first of these on. The op refers to them.
Fusion fusion_at(std::span<const std::unique_ptr<Layer>> layers, const Neighbours& around);

}  // namespace thimble
