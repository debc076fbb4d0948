// Exact products of bytes in memory, on one thread: packing and blocking around the tiles of gemm_tiles_u8.
//
// The tile multiplies unsigned with signed numbers, because that is what the instructions do, so b is packed as b - 128:
//   sum_k a[i][k] b[j][k] = sum_k a[i][k] (b[j][k] - 128) + 128 sum_k a[i][k]
// All sums are modulo 2^32. A result that fits an int32 is exact: products up to a depth of kDeepest, since
// 33,025 * 255^2 < 2^31; packed ones, with b - 128, up to 65,793.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/kernels.h"

namespace thimble::kernels {

inline constexpr int kDeepest = 33025;

// A few columns cost as much as byte_cols of them: where one of the two matrices has only a few rows, let it be a.
// c[i][j] = sum_k a[i][k] b[j][k]          i < rows, j < cols, k < depth; rows of a, b, c are their strides apart
void products_u8(int rows, int cols, int depth, const uint8_t* a, int64_t a_stride, const uint8_t* b, int64_t b_stride,
                 int32_t* c, int64_t c_stride, uint32_t* scratch);
// c[i][j] = sum_k (a[i][k] - b[j][k])^2 = |a[i]|^2 + |b[j]|^2 - 2 sum_k a[i][k] b[j][k]
void squared_distances_u8(int rows, int cols, int depth, const uint8_t* a, int64_t a_stride, const uint8_t* b,
                          int64_t b_stride, int32_t* c, int64_t c_stride, uint32_t* scratch);
// How many words of scratch memory the two want; they are fastest where it is aligned to 64 bytes.
int64_t products_u8_scratch(int rows, int cols, int depth);

// The parts, for those who keep an operand packed or look at each tile instead of a whole C. Packed operands hold for
// the set that was active() when they were packed. Element (i, k) is data[i * row_stride + k * k_stride], and one of the
// strides is 1.
struct ByteOperand {
  const uint8_t* data;
  int64_t row_stride, k_stride;
};
enum class Side { a, b };  // a as it is, in panels of byte_rows rows; b - 128 in panels of byte_cols
int64_t packed_words(Side side, int rows, int depth);
void pack_u8(Side side, int rows, int depth, ByteOperand from, uint32_t* to);

// Units in a packed row: the last ones are filled up with zeros.
inline int packed_groups(int depth) {
  const int run = active().byte_group * active().byte_run;
  return (depth + run - 1) / run * active().byte_run;
}
// The packed rows from `row` on, a multiple of byte_rows or byte_cols.
inline int64_t packed_offset(int row, int depth) { return int64_t{row} * packed_groups(depth); }

// c[i][j] += sum_k a[i][k] (b[j][k] - 128), where C goes on to whole tiles: i < rows rounded up to a multiple of byte_rows,
// j < cols rounded up to one of byte_cols.
void add_packed_products_u8(int rows, int cols, int depth, const uint32_t* a, const uint32_t* b, int32_t* c,
                            int64_t c_stride);

inline constexpr int kMostTileCells = 1024;

// Calls use(i, height, j, width, tile, stride) once for each block of C, where
//   tile[p * stride + q] = sum_k a[i + p][k] (b[j + q][k] - 128),     p < height, q < width
// and only these may be read. One row of blocks comes after the other.
template <class Use>
void for_each_tile_u8(int rows, int cols, int depth, const uint32_t* a, const uint32_t* b, const Use& use) {
  const Kernels& set = active();
  const int groups = packed_groups(depth);
  alignas(64) int32_t tile[kMostTileCells];
  for (int i = 0; i < rows; i += set.byte_rows)
    for (int j = 0; j < cols; j += set.byte_cols) {
      std::memset(tile, 0, sizeof(int32_t) * static_cast<size_t>(set.byte_rows * set.byte_cols));
      set.gemm_tiles_u8(1, groups, a + int64_t{i} * groups, b + int64_t{j} * groups, tile, set.byte_cols);
      use(i, rows - i < set.byte_rows ? rows - i : set.byte_rows, j,
          cols - j < set.byte_cols ? cols - j : set.byte_cols, tile, set.byte_cols);
    }
}

}  // namespace thimble::kernels
