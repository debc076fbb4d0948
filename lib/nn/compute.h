// In what numbers a network multiplies. Weights, moments, activations and sums are float32 either way.
#pragma once

#include <string>

namespace thimble {

// bf16: the operands of dense layers and convolutions with more than 16 channels on both sides are rounded to 8 bits of
// significand (core/ops_filter_bf16.h); all other layers, and Sequential::fuse(false), compute in float32. On a GPU every
// product is in bf16, or in tf32, which has 11 bits; on the CPU tf32 is float32.
enum class Compute { float32, bf16, tf32 };

std::string to_text(Compute compute);            // "float32", "bf16", "tf32"
Compute parse_compute(const std::string& text);  // usage error for anything else

}  // namespace thimble
