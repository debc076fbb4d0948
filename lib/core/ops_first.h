// The convolution that sees the pictures themselves, one channel, with ReLU and 2 x 2 max-pool behind it: what
// ops_filter.h says, by kernels that keep all weights in registers.
#pragma once

#include "core/ops_filter.h"

namespace thimble {

// Windows of 3 x 3 or 5 x 5, stride 1, within the picture, one lane in, and a 2 x 2 pool.
bool is_first_conv(const Filter& filter, const Window& pool);

// Y = max_pool(relu(W * X + b)) and which place of each window won; winner may be null.
void first_conv_forward(const Filter& filter, const Panels& x, const float* packed, const float* b, const Panels& y,
                        std::vector<uint8_t>* winner);

// dW and db from the gradients of the winners: dz = dY where Y > 0, else 0. False if the kernels in use have nothing for
// it.
bool add_first_conv_gradient(const Filter& filter, const Panels& x, const Panels& dz,
                             const std::vector<uint8_t>& winner, float* dw, float* db);

}  // namespace thimble
