// C = A B for matrices in memory, on one thread: the operands are brought into panels, then kernel `product` does the
// work.
#pragma once

#include <cstddef>

namespace thimble::kernels {

// Element (i, j) of an operand is data[i * row_stride + j * col_stride]: a transposed operand swaps its two strides.
struct Operand {
  const float* data;
  int row_stride, col_stride;
};

constexpr int kPanel = 32;  // columns of B side by side in memory

constexpr int panels(int cols) { return (cols + kPanel - 1) / kPanel; }

// Columns [32 panel, 32 panel + 32) of b (depth, cols) as the product reads them: to[k][j], missing columns zero. The
// panels of a matrix follow each other, `depth` times 32 floats each.
void pack_panel(int panel, int cols, int depth, Operand b, float* to);

constexpr size_t packed_floats(int cols, int depth) {
  return static_cast<size_t>(panels(cols)) * kPanel * static_cast<size_t>(depth);
}

constexpr size_t kGemmScratch = 128 * 256 + 128 * kPanel;  // floats of scratch memory that gemm() wants

// c[i][j] = sum_k a[i][k] b[k][j] + start[j],   i < rows, j < cols, k < depth,   then max(0, .) if `relu`; without
// `start` it adds to c. `packed` holds the panels of b. The sum runs over k in ascending order whatever the other sizes
// are, so splitting rows or columns among callers changes no bit of the result.
void gemm(int rows, int cols, int depth, Operand a, const float* packed, float* c, int c_stride, const float* start,
          bool relu, float* scratch);

}  // namespace thimble::kernels
