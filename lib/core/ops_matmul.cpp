#include <algorithm>

#include "core/error.h"
#include "core/ops.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/gemm.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int64_t kSmallProduct = 1 << 17;  // multiply-adds that are not worth a second thread
constexpr int kFewRows = 64, kRows = 512;   // of C for one piece, as many columns of it as make eight pieces
constexpr int kPieces = 8, kTogether = 64;  // columns that the kernel's tile takes at once

int columns_of(const Tensor& t) {
  int columns = t.shape().rank() == 0 ? 0 : 1;
  for (int axis = 1; axis < t.shape().rank(); ++axis) columns *= t.dim(axis);
  return columns;
}

}  // namespace

Matrix::Matrix(const Tensor& t)
    : data(t.memory()),
      rows(t.shape().rank() == 0 ? 0 : t.dim(0)),
      cols(columns_of(t)),
      row_stride(columns_of(t)),
      col_stride(1),
      device(t.device()) {}

Matrix transposed(const Matrix& m) { return {m.data, m.cols, m.rows, m.col_stride, m.row_stride, m.device}; }

namespace {

// Fails unless A B has the extents of C seen as a matrix (rows = its first axis).
void check_product(const char* who, const Matrix& a, const Matrix& b, const Tensor& c) {
  check(a.cols == b.rows, who, ": expected equal inner sizes, got (", a.rows, ", ", a.cols, ") times (", b.rows, ", ",
        b.cols, ")");
  const Matrix m(c);
  check(c.shape().rank() == 0 || (m.rows == a.rows && m.cols == b.cols), who, ": expected a result of shape (", a.rows,
        ", ", b.cols, "), got ", c.shape());
}

// C = A B + start, then max(0, .) if relu; without start C += A B. The rows of C are contiguous.
void product(const Matrix& a, const Matrix& b, const float* start, bool relu, float* c) {
  const int rows = a.rows, cols = b.cols, depth = a.cols;
  const bool small = int64_t{rows} * cols * depth <= kSmallProduct;
  const int halves = rows <= kFewRows ? 1 : 2 * chunks(rows, 2 * kRows), height = small ? rows : chunks(rows, halves);
  const int blocks = chunks(rows, height), wide = blocks < kPieces ? chunks(cols, kPieces / blocks) : cols;
  const int width = small ? cols : kTogether * chunks(wide, kTogether), groups = chunks(cols, width);
  parallel_for(blocks * groups, 1, [&](int begin, int end) {
    float* memory = scratch(Scratch::gemm, kernels::kGemmScratch);
    for (int piece = begin; piece < end; ++piece) {
      const int row = piece / groups * height, col = piece % groups * width;
      kernels::gemm(std::min(height, rows - row), std::min(width, cols - col), depth,
                    {a.data + int64_t{row} * a.row_stride, a.row_stride, a.col_stride},
                    {b.data + int64_t{col} * b.col_stride, b.row_stride, b.col_stride}, c + int64_t{row} * cols + col,
                    cols, start == nullptr ? nullptr : start + col, relu, memory);
    }
  });
}

}  // namespace

void matmul(const Matrix& a, const Matrix& b, Tensor& c) {
  check_product("matmul", a, b, c);
  if (c.empty()) return;
  if (const auto op = elsewhere("matmul", &Device::matmul, {{"a", a}, {"b", b}, {"c", c}}))
    return op(a, b, Tensor(), false, false, c);
  float* zeros = scratch(Scratch::shared, static_cast<size_t>(b.cols));
  std::fill(zeros, zeros + b.cols, 0.f);
  product(a, b, zeros, false, c.data());
}

void add_matmul(const Matrix& a, const Matrix& b, Tensor& c) {
  check_product("add_matmul", a, b, c);
  if (c.empty()) return;
  if (const auto op = elsewhere("add_matmul", &Device::matmul, {{"a", a}, {"b", b}, {"c", c}}))
    return op(a, b, Tensor(), false, true, c);
  product(a, b, nullptr, false, c.data());
}

void matmul_bias(const Matrix& a, const Matrix& b, const Tensor& bias, bool relu, Tensor& c) {
  check_product("matmul_bias", a, b, c);
  check(bias.size() == b.cols, "matmul_bias: expected ", b.cols, " biases, got ", bias.shape());
  if (c.empty()) return;
  if (const auto op = elsewhere("matmul_bias", &Device::matmul, {{"a", a}, {"b", b}, {"bias", bias}, {"c", c}}))
    return op(a, b, bias, relu, false, c);
  product(a, b, bias.data(), relu, c.data());
}

void add_to_rows(const Tensor& bias, Tensor& y) {
  const int cols = columns_of(y);
  check(bias.size() == cols, "add_to_rows: expected ", cols, " values for rows of ", y.shape(), ", got ", bias.shape());
  if (y.empty()) return;
  if (const auto op = elsewhere("add_to_rows", &Device::add_to_rows, {{"bias", bias}, {"y", y}})) return op(bias, y);
  parallel_for(y.dim(0), std::max(1, 16384 / cols), [&](int begin, int end) {
    for (int n = begin; n < end; ++n) kernels::active().add(cols, bias.data(), y.row(n).data());
  });
}

void add_column_sums(const Tensor& dy, Tensor& out) {
  const int cols = columns_of(dy);
  check(out.size() == cols, "add_column_sums: expected ", cols, " sums of ", dy.shape(), ", got ", out.shape());
  if (dy.empty()) return;
  if (const auto op = elsewhere("add_column_sums", &Device::add_column_sums, {{"dy", dy}, {"out", out}}))
    return op(dy, out);
  parallel_for(cols, 1024, [&](int begin, int end) {
    const int width = end - begin;
    float* sums = scratch(Scratch::row, static_cast<size_t>(width));
    std::fill(sums, sums + width, 0.f);
    for (int n = 0; n < dy.dim(0); ++n) kernels::active().add(width, dy.row(n).data() + begin, sums);
    kernels::active().add(width, sums, out.data() + begin);
  });
}

}  // namespace thimble
