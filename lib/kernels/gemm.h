// C = A B for matrices as they lie in memory, on one thread: blocks of them go through kernel `product`.
#pragma once

#include <cstddef>

namespace thimble::kernels {

// Element (i, j) of an operand is data[i * row_stride + j * col_stride]: a transposed operand swaps its two strides.
struct Operand {
  const float* data;
  int row_stride, col_stride;
};

constexpr size_t kGemmScratch = 256 * 384 + 512 * 16;  // floats of scratch memory that gemm() wants

// c[i][j] = sum_k a[i][k] b[k][j] + start[j],   i < rows, j < cols, k < depth,   then max(0, .) if `relu`; without
// `start` it adds to c. The sum over k is cut at places that depend on `depth` alone, so splitting rows or columns among
// callers changes no bit of the result.
void gemm(int rows, int cols, int depth, Operand a, Operand b, float* c, int c_stride, const float* start, bool relu,
          float* scratch);

}  // namespace thimble::kernels
