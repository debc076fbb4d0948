#include <algorithm>

#include "core/error.h"
#include "core/ops.h"
#include "core/ops_product.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/gemm.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int64_t kSmallProduct = 1 << 17;  // multiply-adds that are not worth a second thread
constexpr int kPieces = 4;                  // each packs the whole of the other operand for itself

int columns_of(const Tensor& t) {
  int columns = t.shape().rank() == 0 ? 0 : 1;
  for (int axis = 1; axis < t.shape().rank(); ++axis) columns *= t.dim(axis);
  return columns;
}

int rounded_up(int n, int step) { return (n + step - 1) / step * step; }

}  // namespace

Matrix::Matrix(const Tensor& t)
    : data(t.data()),
      rows(t.shape().rank() == 0 ? 0 : t.dim(0)),
      cols(columns_of(t)),
      row_stride(columns_of(t)),
      col_stride(1) {}

Matrix transposed(const Matrix& m) { return {m.data, m.cols, m.rows, m.col_stride, m.row_stride}; }

void check_product(const char* who, const Matrix& a, const Matrix& b, const Tensor& c) {
  check(a.cols == b.rows, who, ": expected equal inner sizes, got (", a.rows, ", ", a.cols, ") times (", b.rows, ", ",
        b.cols, ")");
  const Matrix m(c);
  check(c.shape().rank() == 0 || (m.rows == a.rows && m.cols == b.cols), who, ": expected a result of shape (", a.rows,
        ", ", b.cols, "), got ", c.shape());
}

void product(const Matrix& a, const Matrix& b, bool accumulate, float* c, const Finish& finish) {
  const int rows = a.rows, cols = b.cols, depth = a.cols;
  const kernels::Kernels& k = kernels::active();
  const int64_t work = int64_t{rows} * cols * depth;
  const bool by_rows = rows >= cols;
  const int n = by_rows ? rows : cols;
  const int tile = by_rows ? k.tile_rows : k.tile_cols;
  const int grain = work <= kSmallProduct ? std::max(n, 1) : rounded_up((n + kPieces - 1) / kPieces, tile);
  parallel_for(n, grain, [&](int begin, int end) {
    const int row = by_rows ? begin : 0, col = by_rows ? 0 : begin;
    const int height = by_rows ? end - begin : rows, width = by_rows ? cols : end - begin;
    float* memory = scratch(Scratch::gemm, static_cast<size_t>(kernels::gemm_scratch(height, width, depth)));
    kernels::gemm(height, width, depth, {a.data + int64_t{row} * a.row_stride, a.row_stride, a.col_stride},
                  {b.data + int64_t{col} * b.col_stride, b.row_stride, b.col_stride}, c + int64_t{row} * cols + col,
                  cols, accumulate, memory);
    if (finish) finish(row, height, col, width);
  });
}

void matmul(const Matrix& a, const Matrix& b, Tensor& c) {
  check_product("matmul", a, b, c);
  if (!c.empty()) product(a, b, false, c.data(), {});
}

void add_matmul(const Matrix& a, const Matrix& b, Tensor& c) {
  check_product("add_matmul", a, b, c);
  if (!c.empty()) product(a, b, true, c.data(), {});
}

void add_to_rows(const Tensor& bias, Tensor& y) {
  const int cols = columns_of(y);
  check(bias.size() == cols, "add_to_rows: expected ", cols, " values for rows of ", y.shape(), ", got ", bias.shape());
  if (y.empty()) return;
  parallel_for(y.dim(0), std::max(1, 16384 / cols), [&](int begin, int end) {
    for (int n = begin; n < end; ++n) kernels::active().add(cols, bias.data(), y.row(n).data());
  });
}

void add_column_sums(const Tensor& dy, Tensor& out) {
  const int cols = columns_of(dy);
  check(out.size() == cols, "add_column_sums: expected ", cols, " sums of ", dy.shape(), ", got ", out.shape());
  if (dy.empty()) return;
  parallel_for(cols, 1024, [&](int begin, int end) {
    const int width = end - begin;
    float* sums = scratch(Scratch::row, static_cast<size_t>(width));
    std::fill(sums, sums + width, 0.f);
    for (int n = 0; n < dy.dim(0); ++n) kernels::active().add(width, dy.row(n).data() + begin, sums);
    kernels::active().add(width, sums, out.data() + begin);
  });
}

}  // namespace thimble
