// The blocks of C = A B, after Goto & van de Geijn 2008, the other way round: B is packed, A is read where it lies.
//
//   for 512 rows of A                 a block of A, 512 x 384, stays in the second cache
//     for 384 rows of B
//       for 256 columns of B          packed into panels of 32 columns, so that the tile reads them front to back,
//         product                     64 at a time: 98 KB that all rows of the block meet
//
// One packed value serves 512 rows, which pays for the copy; where there are few rows, B is read where it lies as well.
// The last columns that fill no vector of 16 are computed beside C.
#include "kernels/gemm.h"

#include <cstdint>

#include "kernels/kernels.h"

namespace thimble::kernels {
namespace {

constexpr int kRows = 512, kCols = 256, kDepth = 384;
constexpr int kPanel = 32, kVector = 16;
constexpr int kFewRows = 64;  // for which B is not packed
static_assert(kGemmScratch == kCols * kDepth + kRows * kVector);

int smaller(int a, int b) { return a < b ? a : b; }

// The sum over k goes in so many equal parts, so deep each.
int blocks_of(int depth) { return depth == 0 ? 1 : (depth + kDepth - 1) / kDepth; }
int deep_of(int depth) { return (depth + blocks_of(depth) - 1) / blocks_of(depth); }

Operand from(const Operand& m, int row, int col) {
  return {m.data + int64_t{row} * m.row_stride + int64_t{col} * m.col_stride, m.row_stride, m.col_stride};
}

void copy_rows(int rows, int cols, const float* x, ptrdiff_t x_row, float* y, ptrdiff_t y_row) {
  for (int i = 0; i < rows; ++i)
    __builtin_memcpy(y + i * y_row, x + i * x_row, static_cast<size_t>(cols) * sizeof(float));
}

// to[i][j] = m[i][j], i < rows, j < cols, with rows of `to` to_row apart. Behind cols, a row of `to` keeps what it holds or
// gets what follows in m: the columns that come of it are dropped.
void pack(int rows, int cols, const Operand& m, float* to, int to_row) {
  if (m.col_stride == 1) {
    const int gap = kVector - cols;  // the last rows, for whose gap nothing follows, are copied as they are
    const int short_of = gap > 0 && m.row_stride > 0 ? (gap + m.row_stride - 1) / m.row_stride : rows;
    int i = 0;
    for (; i + short_of < rows; ++i)  // copies of fixed length are a few instructions
      __builtin_memcpy(to + ptrdiff_t{i} * to_row, m.data + int64_t{i} * m.row_stride, kVector * sizeof(float));
    copy_rows(rows - i, cols, from(m, i, 0).data, m.row_stride, to + ptrdiff_t{i} * to_row, to_row);
  } else if (m.row_stride == 1) {
    active().transpose(cols, rows, m.data, m.col_stride, to, to_row);
  } else {
    for (int i = 0; i < rows; ++i)
      active().transpose(cols, 1, from(m, i, 0).data, m.col_stride, to + ptrdiff_t{i} * to_row, to_row);
  }
}

// `cols` a multiple of 16.
void wide(int rows, int cols, int depth, const Operand& a, const Operand& b, float* c, ptrdiff_t c_row,
          const float* start, bool relu, float* scratch) {
  const int blocks = blocks_of(depth), deep = deep_of(depth);
  const Term origin{0, 0};
  for (int i = 0; i < rows; i += kRows)
    for (int k = 0, block = 0; block < blocks; ++block, k += deep) {
      Product p{.rows = smaller(kRows, rows - i),
                .cols = cols,
                .depth = smaller(deep, depth - k),
                .terms = 1,
                .term = &origin,
                .a = from(a, i, k).data,
                .row_step = a.row_stride,
                .k_step = a.col_stride,
                .b = from(b, k, 0).data,
                .b_row = b.row_stride,
                .b_panel = kPanel,
                .c = c + i * c_row,
                .c_row = c_row,
                .c_panel = kPanel,
                .start = block == 0 ? start : nullptr,
                .relu = relu && block + 1 == blocks};
      if (p.rows <= kFewRows && b.col_stride == 1) {
        active().product(p);
        continue;
      }
      p.b = scratch;
      p.b_row = kPanel;
      p.b_panel = ptrdiff_t{kPanel} * p.depth;
      for (int j = 0; j < cols; j += kCols) {
        p.cols = smaller(kCols, cols - j);
        for (int panel = 0; panel < p.cols; panel += kPanel)
          pack(p.depth, smaller(kPanel, p.cols - panel), from(b, k, j + panel), scratch + ptrdiff_t{panel} * p.depth,
               kPanel);
        active().product(p);
        p.c += kCols;
        if (p.start != nullptr) p.start += kCols;
      }
    }
}

// `cols` less than 16: the same beside C, with as many columns as a vector has.
void narrow(int rows, int cols, int depth, const Operand& a, const Operand& b, float* c, ptrdiff_t c_row,
            const float* start, bool relu, float* scratch) {
  float *packed = scratch, *beside = scratch + kCols * kDepth, begin[kVector] = {};
  if (start != nullptr) copy_rows(1, cols, start, 0, begin, 0);
  const Term origin{0, 0};
  const int blocks = blocks_of(depth), deep = deep_of(depth);
  for (int i = 0; i < rows; i += kRows) {
    const int height = smaller(kRows, rows - i);
    if (start == nullptr) copy_rows(height, cols, c + i * c_row, c_row, beside, kVector);
    for (int k = 0, block = 0; block < blocks; ++block, k += deep) {
      const int thick = smaller(deep, depth - k);
      pack(thick, cols, from(b, k, 0), packed, kVector);
      active().product({.rows = height,
                        .cols = kVector,
                        .depth = thick,
                        .terms = 1,
                        .term = &origin,
                        .a = from(a, i, k).data,
                        .row_step = a.row_stride,
                        .k_step = a.col_stride,
                        .b = packed,
                        .b_row = kVector,
                        .b_panel = 0,
                        .c = beside,
                        .c_row = kVector,
                        .c_panel = 0,
                        .start = start != nullptr && block == 0 ? begin : nullptr,
                        .relu = relu && block + 1 == blocks});
    }
    copy_rows(height, cols, beside, kVector, c + i * c_row, c_row);
  }
}

}  // namespace

void gemm(int rows, int cols, int depth, Operand a, Operand b, float* c, int c_stride, const float* start, bool relu,
          float* scratch) {
  const int whole = cols / kVector * kVector;
  if (whole > 0) wide(rows, whole, depth, a, b, c, c_stride, start, relu, scratch);
  if (whole < cols)
    narrow(rows, cols - whole, depth, a, from(b, 0, whole), c + whole, c_stride,
           start == nullptr ? nullptr : start + whole, relu, scratch);
}

}  // namespace thimble::kernels
