// Whole numbers times an upper triangular matrix of float32 numbers, on bf16 tiles:
//   Y = X U + 1 b^T      X (N, d) whole numbers from -256 to 256, U (d, d), U_ij = 0 for i > j, b (d), Y (N, d)
// A float has 24 bits, a bf16 number 8:  U = U_1 + U_2 + U_3, each part the bf16 numbers nearest to what the parts before it
// leave over. X is exact in bf16, and so is each x u_m in float32: only sums are rounded, as in a product of floats.
//
// Three products on tiles (kernels/kernels.h, has_tiles) are several times as fast as one of floats, without tiles far slower.
#pragma once

#include <cstddef>
#include <cstdint>

namespace thimble {

constexpr int tiled(int n) {
  return (n + 31) / 32 * 32;
}  // what rows of X, b and Y are long, zeros behind the d-th of X

size_t bf16_triangle_words(int width);

// U as the products read it: u[i][j] = scale * u[i * u_row + j].
void split_triangle(int width, float scale, const float* u, ptrdiff_t u_row, uint32_t* words);

// Rows of X and Y are tiled(width) apart; rows of X up to the next multiple of 16 must be readable.
void triangle_product(int rows, int width, const uint16_t* x, const uint32_t* words, const float* b, float* y);

}  // namespace thimble
