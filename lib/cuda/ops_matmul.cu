// C = A B of matrices seen through strides: the tiles of cuda/product.h over plain loads.
#include "cuda/ops.h"
#include "cuda/product.h"

namespace thimble::cuda {

namespace {

// m(i, j) = data[i row + j col]
struct Strided {
  const float* data;
  int row, col;
  bool along_depth;
  __device__ float operator()(int i, int j) const { return data[i * row + j * col]; }
};

// c = sum + bias, then max(0, .) if relu; or c += sum
struct Finish {
  float* c;
  const float* bias;
  int cols;
  bool relu, add;
  __device__ void operator()(int, int i, int j, float sum) const {
    float* to = c + i * cols + j;
    if (bias != nullptr) sum += bias[j];
    if (add) sum += *to;
    *to = relu && !(sum > 0) ? 0 : sum;
  }
};

struct Partial {
  float* to;
  int cols, size;
  __device__ void operator()(int part, int i, int j, float sum) const {
    to[static_cast<int64_t>(part) * size + i * cols + j] = sum;
  }
};

}  // namespace

void matmul(const Matrix& a, const Matrix& b, const Tensor& bias, bool relu, bool add, Tensor& c) {
  const int rows = a.rows, cols = b.cols, depth = a.cols, size = rows * cols;
  const Strided left{a.data, a.row_stride, a.col_stride, a.col_stride == 1};
  const Strided right{b.data, b.row_stride, b.col_stride, b.row_stride == 1 && b.col_stride != 1};
  const Finish finish{c.memory(), bias.empty() ? nullptr : bias.memory(), cols, relu, add};
  if (depth == 0) return each(size, [=] __device__(int i) { finish(0, i / cols, i % cols, 0); });
  const int part = part_of_depth(rows, cols, depth), parts = static_cast<int>(blocks_for(depth, part));
  if (parts == 1) return product(rows, cols, depth, part, left, right, finish);
  float* partial = workspace(static_cast<size_t>(parts) * static_cast<size_t>(size));
  product(rows, cols, depth, part, left, right, Partial{partial, cols, size});
  each(size, [=] __device__(int i) {
    float sum = 0;
    for (int p = 0; p < parts; ++p) sum += partial[static_cast<int64_t>(p) * size + i];
    finish(0, i / cols, i % cols, sum);
  });
}

}  // namespace thimble::cuda
