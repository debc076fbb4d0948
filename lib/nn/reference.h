// Every layer's forward pass again: plain loops in double, written from the definitions and sharing no code with the
// layers. The gradient check differentiates these numerically.
#pragma once

#include <string>
#include <vector>

#include "core/shape.h"
#include "nn/layer.h"

namespace thimble {

using Doubles = std::vector<double>;

// y = f(x; parameters) of a layer in training mode, for a batch of `batch` samples of shape `in`. `parameters` as the
// layer lists them. The options are read from layer.text(); a dropout is taken to be the network's first layer. usage
// error for a layer that the network text does not know.
Doubles reference_forward(const Layer& layer, const Shape& in, int batch, const Doubles& x,
                          const std::vector<Doubles>& parameters, const Pass& pass);

}  // namespace thimble
