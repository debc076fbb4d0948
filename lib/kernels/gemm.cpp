#include "kernels/gemm.h"

#include <cstdint>

#include "kernels/kernels.h"

namespace thimble::kernels {
namespace {

// Blocks after Goto & van de Geijn 2008: kDepth values of a tile's column panel stay in L1, kRows x kDepth of A stay in
// L2, and kDepth x kCols of B are packed once for all rows.
constexpr int kDepth = 256, kRows = 192, kCols = 1024;

int smaller(int a, int b) { return a < b ? a : b; }
int rounded(int n, int multiple) { return (n + multiple - 1) / multiple * multiple; }

// Writes panels of `width` rows of m, `depth` long, as the tile reads them: panel[k][i] = m[i][k]; missing rows become
// zeros.
void pack(const Kernels& set, int rows, int depth, Operand m, int width, float* to) {
  for (int first = 0; first < rows; first += width, to += width * depth) {
    const int count = smaller(width, rows - first);
    const float* from = m.data + int64_t{first} * m.row_stride;
    if (m.col_stride == 1) {
      set.transpose(count, depth, from, m.row_stride, to, width);
    } else {
      for (int k = 0; k < depth; ++k)
        for (int i = 0; i < count; ++i) to[k * width + i] = from[int64_t{i} * m.row_stride + int64_t{k} * m.col_stride];
    }
    for (int k = 0; k < depth && count < width; ++k)
      for (int i = count; i < width; ++i) to[k * width + i] = 0;
  }
}

// One block of C from packed A and B, tile by tile. A tile that hangs over the edge is computed in `edge` and copied.
void multiply(const Kernels& set, int rows, int cols, int depth, const float* a, const float* b, float* c, int c_stride,
              float* edge) {
  const int height = set.tile_rows, width = set.tile_cols;
  for (int j = 0; j < cols; j += width)
    for (int i = 0; i < rows; i += height) {
      const float *panel_a = a + int64_t{i} * depth, *panel_b = b + int64_t{j} * depth;
      float* block = c + int64_t{i} * c_stride + j;
      const int count_i = smaller(height, rows - i), count_j = smaller(width, cols - j);
      if (count_i == height && count_j == width) {
        set.gemm_tile(depth, panel_a, panel_b, block, c_stride);
        continue;
      }
      for (int t = 0; t < height * width; ++t) edge[t] = 0;
      set.gemm_tile(depth, panel_a, panel_b, edge, width);
      for (int p = 0; p < count_i; ++p)
        for (int q = 0; q < count_j; ++q) block[int64_t{p} * c_stride + q] += edge[p * width + q];
    }
}

struct Layout {
  int a, b, edge;  // floats of each part of the scratch memory
  Layout(const Kernels& set, int rows, int cols, int depth) {
    const int deep = smaller(depth, kDepth);
    a = rounded(rounded(smaller(rows, kRows), set.tile_rows) * deep, 16);
    b = rounded(rounded(smaller(cols, kCols), set.tile_cols) * deep, 16);
    edge = set.tile_rows * set.tile_cols;
  }
};

}  // namespace

int gemm_scratch(int rows, int cols, int depth) {
  const Layout layout(active(), rows, cols, depth);
  return layout.a + layout.b + layout.edge;
}

void gemm(int rows, int cols, int depth, Operand a, Operand b, float* c, int c_stride, bool accumulate,
          float* scratch) {
  const Kernels& set = active();
  const Layout layout(set, rows, cols, depth);
  float *packed_a = scratch, *packed_b = packed_a + layout.a, *edge = packed_b + layout.b;
  if (!accumulate)
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < cols; ++j) c[int64_t{i} * c_stride + j] = 0;

  const int block_rows = kRows / set.tile_rows * set.tile_rows;
  for (int j = 0; j < cols; j += kCols)
    for (int k = 0; k < depth; k += kDepth) {
      const int width = smaller(kCols, cols - j), deep = smaller(kDepth, depth - k);
      // B's columns take the part of rows, so its strides change places.
      const Operand b_block{b.data + int64_t{k} * b.row_stride + int64_t{j} * b.col_stride, b.col_stride, b.row_stride};
      pack(set, width, deep, b_block, set.tile_cols, packed_b);
      for (int i = 0; i < rows; i += block_rows) {
        const int height = smaller(block_rows, rows - i);
        const Operand a_block{a.data + int64_t{i} * a.row_stride + int64_t{k} * a.col_stride, a.row_stride,
                              a.col_stride};
        pack(set, height, deep, a_block, set.tile_rows, packed_a);
        multiply(set, height, width, deep, packed_a, packed_b, c + int64_t{i} * c_stride + j, c_stride, edge);
      }
    }
}

}  // namespace thimble::kernels
