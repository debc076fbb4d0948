// In what numbers a network multiplies. Weights, moments, activations and sums are float32 either way.
#pragma once

#include <string>

namespace thimble {

// bf16: the operands of dense layers and convolutions with more than 16 channels on both sides are rounded to 8 bits of
// significand (core/ops_filter_bf16.h); all other layers, and Sequential::fuse(false), compute in float32.
enum class Compute { float32, bf16 };

std::string to_text(Compute compute);            // "float32", "bf16"
Compute parse_compute(const std::string& text);  // usage error for anything else

}  // namespace thimble
