#include "kernels/gemm.h"

#include <cstdint>

#include "kernels/kernels.h"

namespace thimble::kernels {
namespace {

// Blocks after Goto & van de Geijn 2008: kRows x kDepth of A stay in the second cache while the panels of B stream by.
constexpr int kRows = 128, kDepth = 256;
static_assert(kGemmScratch == kRows * kDepth + kRows * kPanel);

int smaller(int a, int b) { return a < b ? a : b; }

// A block of A where rows or columns are runs of memory, as pieces[k / 32][i][k % 32] or columns[k][i].
struct Block {
  const float* data;
  ptrdiff_t row_step, k_step;
  ptrdiff_t piece;  // floats from k to k + 32
};

Block pack_block(const Kernels& set, int rows, int depth, Operand a, float* to) {
  if (a.col_stride == 1) {
    for (int k = 0; k < depth; k += kPanel) {
      const int count = smaller(kPanel, depth - k);
      float* piece = to + ptrdiff_t{k} * rows;
      for (int i = 0; i < rows; ++i)
        __builtin_memcpy(piece + i * kPanel, a.data + int64_t{i} * a.row_stride + k,
                         static_cast<size_t>(count) * sizeof(float));
    }
    return {to, kPanel, 1, ptrdiff_t{kPanel} * rows};
  }
  if (a.row_stride == 1) {
    for (int k = 0; k < depth; ++k)
      __builtin_memcpy(to + ptrdiff_t{k} * rows, a.data + int64_t{k} * a.col_stride,
                       static_cast<size_t>(rows) * sizeof(float));
    return {to, 1, rows, ptrdiff_t{kPanel} * rows};
  }
  for (int i = 0; i < rows; ++i)
    set.transpose(depth, 1, a.data + int64_t{i} * a.row_stride, a.col_stride, to + ptrdiff_t{i} * kDepth, kDepth);
  return {to, kDepth, 1, kPanel};
}

// One block of A times panels of B, `b_panel` apart; c holds the sum so far, or start says where it begins.
void multiply(const Kernels& set, const Block& a, int rows, int cols, int depth, const float* b, ptrdiff_t b_panel,
              float* c, ptrdiff_t c_stride, const float* start, bool relu) {
  Term terms[kDepth / kPanel];
  const int whole = depth / kPanel, rest = depth % kPanel;
  for (int t = 0; t <= whole && t < kDepth / kPanel; ++t) terms[t] = {t * a.piece, ptrdiff_t{t} * kPanel * kPanel};
  Product p{.rows = rows,
            .cols = cols,
            .depth = kPanel,
            .terms = whole,
            .term = terms,
            .a = a.data,
            .row_step = a.row_step,
            .k_step = a.k_step,
            .b = b,
            .b_row = kPanel,
            .b_panel = b_panel,
            .c = c,
            .c_row = c_stride,
            .c_panel = kPanel,
            .start = start,
            .relu = relu};
  if (whole > 0 || depth == 0) {
    p.relu = relu && rest == 0;
    set.product(p);
  }
  if (rest > 0) {
    p.depth = rest;
    p.terms = 1;
    p.term = terms + whole;
    p.start = whole > 0 ? nullptr : start;
    p.relu = relu;
    set.product(p);
  }
}

}  // namespace

void pack_panel(int panel, int cols, int depth, Operand b, float* to) {
  const int first = panel * kPanel, count = smaller(kPanel, cols - first);
  const float* from = b.data + int64_t{first} * b.col_stride;
  if (b.col_stride == 1)
    for (int k = 0; k < depth; ++k)
      __builtin_memcpy(to + ptrdiff_t{k} * kPanel, from + int64_t{k} * b.row_stride,
                       static_cast<size_t>(count) * sizeof(float));
  else if (b.row_stride == 1)
    active().transpose(count, depth, from, b.col_stride, to, kPanel);
  else
    for (int k = 0; k < depth; ++k)
      for (int j = 0; j < count; ++j)
        to[ptrdiff_t{k} * kPanel + j] = from[int64_t{k} * b.row_stride + int64_t{j} * b.col_stride];
  for (int k = 0; k < depth && count < kPanel; ++k)
    for (int j = count; j < kPanel; ++j) to[ptrdiff_t{k} * kPanel + j] = 0;
}

void gemm(int rows, int cols, int depth, Operand a, const float* packed, float* c, int c_stride, const float* start,
          bool relu, float* scratch) {
  const Kernels& set = active();
  float *block = scratch, *edge = scratch + kRows * kDepth;
  for (int i = 0; i < rows; i += kRows)
    for (int k = 0; k < depth || k == 0; k += kDepth) {
      const int height = smaller(kRows, rows - i), deep = smaller(kDepth, depth - k);
      const bool last = k + deep == depth;
      const Operand part{a.data + int64_t{i} * a.row_stride + int64_t{k} * a.col_stride, a.row_stride, a.col_stride};
      const Block packed_a = pack_block(set, height, deep, part, block);
      const float* b = packed + ptrdiff_t{k} * kPanel;
      float* to = c + int64_t{i} * c_stride;
      const float* from = k == 0 ? start : nullptr;
      const int whole = cols / kPanel * kPanel, rest = cols - whole;
      if (whole > 0)
        multiply(set, packed_a, height, whole, deep, b, ptrdiff_t{depth} * kPanel, to, c_stride, from, relu && last);
      if (rest == 0) continue;
      // A panel that hangs over the edge of C is computed beside it.
      const float zeros[kPanel] = {};
      multiply(set, packed_a, height, rest <= kPanel / 2 ? kPanel / 2 : kPanel, deep, b + ptrdiff_t{whole} * depth, 0,
               edge, kPanel, zeros, false);
      for (int p = 0; p < height; ++p)
        for (int q = 0; q < rest; ++q) {
          float& value = to[int64_t{p} * c_stride + whole + q];
          const float sum = edge[p * kPanel + q] + (from != nullptr ? from[whole + q] : value);
          value = relu && last && !(sum > 0) ? 0 : sum;
        }
    }
}

}  // namespace thimble::kernels
