// A convolution in front of ReLU and a 2 x 2 max-pool, backward: three quarters of dZ are zeros, and ReLU and dropout add to
// them. So only the winners are listed and multiplied, filter by filter:
//   dW[f,c,u,v]      += dz X[c, p + u, q + v]
//   dX[c, p + u, q + v] += dz W[f,c,u,v]          for each winner (p, q) of filter f, dz = dY there, not 0
#pragma once

#include "core/ops_filter.h"

namespace thimble {

// Windows of 3 x 3, stride 1, that lie within the picture, in front of a 2 x 2 pool; channels in blocks of 16 or 32.
bool goes_by_winners(const Filter& filter, const Window& pool);

// dW += ..., db += ... (may be null), dX = ... (not wanted if it has no data) with `gate` as filter_input_gradient has it;
// dY, y and scale as pool_gradient has them. dX may be X.
void winners_backward(const Filter& filter, const Panels& x, float scale, const Panels& y, const Panels& dy,
                      const std::vector<uint8_t>& winner, const float* w, float gate, float* dw, float* db,
                      const Panels& dx);

}  // namespace thimble
