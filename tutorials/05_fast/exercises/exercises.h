// Three exercises: modify, complete, make.
#pragma once

#include "core/tensor.h"

namespace thimble {

// rows x vecs sums, held in registers
struct TileShape {
  int rows, vecs;
};

// Modify. The best tile for a processor with so many registers: each sum takes one, and beside them there must be room
// for `vecs` vectors of W and one value of X. The best is the one with the fewest loads a multiply-add, tutorial 05
// (5.4); of equals, the one with fewer sums. It works for tiles that are one vector wide. Let it try every width.
TileShape best_tile(int registers);

// Complete. Y = X W with blocks of 4 x 4 sums, as in ladder/tiled.cpp. But rows and columns that fill no block are left
// as they were. Compute them too.
void product(const Tensor& x, const Tensor& w, Tensor& y);

// Make. A layer that is fused with the pooling behind it: of each two rows of max(X W + b, 0) only the larger values are
// kept.
//   Y[i][j] = max(A[2 i][j], A[2 i + 1][j], 0),   A = X W + b      X (2 N, D)   W (D, M)   b (M)   Y (N, M)
// The larger map A must never be in memory: the function may allocate nothing.
void dense_relu_pool(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);

}  // namespace thimble
