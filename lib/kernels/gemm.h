// C += A B for matrices in memory, on one thread: blocking and packing around the register tile.
#pragma once

namespace thimble::kernels {

// Element (i, j) of an operand is data[i * row_stride + j * col_stride]: a transposed operand swaps its two strides.
struct Operand {
  const float* data;
  int row_stride, col_stride;
};

// How many floats of scratch memory gemm() wants for a problem of this size (rounded up to whole tiles).
int gemm_scratch(int rows, int cols, int depth);

// c[i][j] (+)= sum_k a[i][k] b[k][j],   i < rows, j < cols, k < depth.   `accumulate` chooses += or =.
// The sum runs over k in ascending blocks whatever the other sizes are, so splitting rows or columns among callers
// changes no bit of the result.
void gemm(int rows, int cols, int depth, Operand a, Operand b, float* c, int c_stride, bool accumulate, float* scratch);

}  // namespace thimble::kernels
