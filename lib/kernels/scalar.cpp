// The specification: every kernel as its formula, one value after the other, the same bits with every compiler.
#define THIMBLE_ISA_NAME "scalar"
#include "kernels/kernels.h"
#include "kernels/sets.h"

namespace thimble::kernels {
namespace {

#include "kernels/elementwise.inl"

constexpr int kRows = 4, kCols = 8;

void gemm_tile(int depth, const float* a, const float* b, float* c, int c_stride) {
  float acc[kRows][kCols] = {};
  for (int k = 0; k < depth; ++k)
    for (int i = 0; i < kRows; ++i)
      for (int j = 0; j < kCols; ++j) acc[i][j] += a[k * kRows + i] * b[k * kCols + j];
  for (int i = 0; i < kRows; ++i)
    for (int j = 0; j < kCols; ++j) c[i * c_stride + j] += acc[i][j];
}

void transpose(int rows, int cols, const float* x, int x_stride, float* y, int y_stride) {
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) y[int64_t{j} * y_stride + i] = x[int64_t{i} * x_stride + j];
}

float sum(int n, const float* x) {
  float total = 0;
  for (int i = 0; i < n; ++i) total += x[i];
  return total;
}

float dot(int n, const float* x, const float* y) {
  float total = 0;
  for (int i = 0; i < n; ++i) total += x[i] * y[i];
  return total;
}

float squared_distance(int n, const float* x, const float* y) {
  float total = 0;
  for (int i = 0; i < n; ++i) total += (x[i] - y[i]) * (x[i] - y[i]);
  return total;
}

float max(int n, const float* x) {
  float best = x[0];
  for (int i = 1; i < n; ++i) best = x[i] > best ? x[i] : best;
  return best;
}

}  // namespace

const Kernels kScalar = {
#include "kernels/members.inl"
};

}  // namespace thimble::kernels
