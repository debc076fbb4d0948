// The product of two matrices, cut into pieces that threads can share; ops_matmul.cpp and ops_fused.cpp use it.
#pragma once

#include <functional>

#include "core/ops.h"

namespace thimble {

// C = A B (or C += A B) with the rows of C contiguous. `finish(row, rows, col, cols)` is called for each piece of C as
// soon as it is complete, on the thread that computed it; it may be empty.
using Finish = std::function<void(int row, int rows, int col, int cols)>;
void product(const Matrix& a, const Matrix& b, bool accumulate, float* c, const Finish& finish);

// Fails unless A B has the extents of C seen as a matrix (rows = its first axis).
void check_product(const char* who, const Matrix& a, const Matrix& b, const Tensor& c);

}  // namespace thimble
