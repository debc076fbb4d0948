// bf16 numbers: the upper half of a float32, 8 bits of significand. The multiplication of matrices of them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace thimble::kernels {

struct Term;

constexpr int kBf16Depth = 32, kBf16Cols = 32;  // depth and columns come in whole blocks, zeros behind the last of them

// A sum of small products as in `Product`, of bf16 numbers that are summed in float32:
//   c[i][j] = start[j] + s[i][j],     or c[i][j] + s[i][j] without `start`;   then `relu` and `gate` as there
// The order of additions is part of the specification: it is that of AMX's tiles. Block by block of 32 k,
//   s <- s + (e + o),   e = sum of a[i][k] b[k][j] over the even k of the block in their order from 0 on,   o = over the odd,
// each step a fused multiply-add or an addition rounded once, to nearest even, where a result below 2^-126 becomes 0.
// So every set gives the same bits (of NaN only that it is one).
struct Bf16Product {
  int rows, cols, depth, terms;  // cols, depth: multiples of 32
  const Term* term;
  const uint16_t* a;  // a_t[i][k] = a[term[t].a + i row_step + k]; rows up to the next multiple of 16 must be readable
  ptrdiff_t row_step;
  const uint32_t* b;  // b_t[k][j] = half k % 2, the low one first, of b[term[t].b + j / 32 b_panel + k / 2 32 + j % 32]
  ptrdiff_t b_panel;
  float* c;  // c[i][j] = c[i c_row + j / 32 c_panel + j % 32]
  ptrdiff_t c_row, c_panel;
  const float* start = nullptr;
  bool relu = false;
  float gate = 0;
};

}  // namespace thimble::kernels
