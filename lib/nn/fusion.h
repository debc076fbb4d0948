// Neighbours that run as one: what Sequential does behind the layers' backs to go over memory less often.
//
//   conv2d, relu, max_pool  ->  Y = max_pool(relu(W * X + b))        dense (with a bias), relu  ->  Y = relu(X W + b)
//
// A fused op is a Layer like any other, but owns no parameters: it works on those of the layers that it stands for. The
// plain layers are its specification; both agree to 1e-5 relative.
#pragma once

#include <memory>
#include <span>

#include "nn/layer.h"

namespace thimble {

struct Fusion {
  std::unique_ptr<Layer> op;  // null: nothing begins here that can be fused
  int layers = 1;             // how many it stands for
};

// What can be made of the built layers from `first` on. The op refers to them.
Fusion fusion_at(std::span<const std::unique_ptr<Layer>> layers, size_t first);

}  // namespace thimble
