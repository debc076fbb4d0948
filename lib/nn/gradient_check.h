// Is backward the derivative of forward? An independent forward pass in double (reference.h), differentiated
// numerically, against the layer's own backward in float.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nn/layer.h"

namespace thimble {

struct GradientError {
  std::string name;  // "x", "weight", "bias", ...
  double relative;   // |analytic - numeric| / max(|analytic|, |numeric|) in the Euclidean norm
  double norm;       // of the numeric gradient: a check of zeros against zeros proves nothing
};
struct GradientCheck {
  double forward_error = 0;  // largest |y - reference| / max(1, |reference|)
  std::vector<GradientError> gradients;
  double worst() const;  // the largest relative error of all gradients
};

// `layer_text` as in the network text, e.g. "conv 4 3x3 same". L = sum y r with fixed random r; central differences of
// the reference with h = 1e-5, in Mode::train. Inputs of kinked layers (relu, max_pool) are kept away from their kinks;
// biases and other parameters that begin as zeros or ones are moved from there.
GradientCheck check_gradients(const std::string& layer_text, const Shape& sample, int batch, uint64_t seed);
// The same for a layer that is built here: one whose text() is that of a layer above, and that claims to equal it.
GradientCheck check_gradients(Layer& layer, const Shape& sample, int batch, uint64_t seed);
// The same for a built layer with the parameters that it has: after some steps of training, say.
GradientCheck check_built(Layer& layer, const Shape& in, const Shape& out, int batch, uint64_t seed);

}  // namespace thimble
