// W in panels, as the tile reads it: panel p holds the columns p cols ... p cols + cols - 1, row below row, without gaps.
#pragma once

#include "core/tensor.h"
#include "ladder/tile.h"

namespace thimble::ladder {

// Room for W's panels, kept from call to call: (panels, D, cols). Its values are unspecified.
Tensor& room_for_panels(const Tensor& w, const Tile& t);

// Fills panel p; columns that W does not have are zero.
void pack(const Tensor& w, int p, Tensor& panels);

// The rows begin <= i < end of Y = X W, from panels; with a bias (as long as all panels are wide, or null) the rows of
// Y = max(X W + bias, 0).
void multiply(const Tile& t, const Tensor& x, const Tensor& panels, const float* bias, int begin, int end, Tensor& y);

inline constexpr int kDepth = 256;  // rows of a panel that stay in L1 while the rows of X pass by
inline constexpr int kBlock = 48;   // rows of X that stay in L2 while the panels pass by: whole tiles of every size

}  // namespace thimble::ladder
