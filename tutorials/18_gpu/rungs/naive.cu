#include "cuda/launch.h"
#include "rungs/rungs.h"
#include "rungs/traffic.h"

namespace thimble::rungs {

using cuda::blocks_for;
using cuda::launch;

// [value]
// c[i][j] = sum_k a[i][k] b[k][j]
__device__ void value(const Product& p, int i, int j) {
  if (i >= p.rows || j >= p.cols) return;
  float sum = 0;
  for (int k = 0; k < p.depth; ++k) sum += load(p.a + i * p.depth + k) * load(p.b + k * p.cols + j);
  store(p.c + i * p.cols + j, sum);
}
// [end]

// [kernels]
__global__ void values_across(Product p) {
  value(p, static_cast<int>(blockIdx.y * 8 + threadIdx.y), static_cast<int>(blockIdx.x * 32 + threadIdx.x));
}
__global__ void values_down(Product p) {
  value(p, static_cast<int>(blockIdx.x * 32 + threadIdx.x), static_cast<int>(blockIdx.y * 8 + threadIdx.y));
}
// [end]

void naive(const Product& p) {
  launch(dim3(blocks_for(p.cols, 32), blocks_for(p.rows, 8)), dim3(32, 8), values_across, p);
}

void naive_down(const Product& p) {
  launch(dim3(blocks_for(p.rows, 32), blocks_for(p.cols, 8)), dim3(32, 8), values_down, p);
}

}  // namespace thimble::rungs
