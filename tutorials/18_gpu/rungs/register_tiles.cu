#include "cuda/launch.h"
#include "rungs/rungs.h"
#include "rungs/traffic.h"

namespace thimble::rungs {

namespace {

constexpr int kSide = 64, kDepth = 8, kSums = 4, kAcross = kSide / kSums, kThreads = kAcross * kAcross;

}  // namespace

// [kernel]
// 64 x 64 values of C a block. A thread has those of the rows y + 16 r and the columns x + 16 q.
__global__ void __launch_bounds__(kThreads) block_of_sums(Product p) {
  __shared__ float tile_a[kDepth][kSide + 4], tile_b[kDepth][kSide];
  const int thread = static_cast<int>(threadIdx.x), y = thread / kAcross, x = thread % kAcross;
  const int row0 = static_cast<int>(blockIdx.y) * kSide, col0 = static_cast<int>(blockIdx.x) * kSide;
  float sum[kSums][kSums] = {};
  for (int k0 = 0; k0 < p.depth; k0 += kDepth) {
    for (int e = thread; e < kSide * kDepth; e += kThreads) {
      const int i = row0 + e / kDepth, of_a = k0 + e % kDepth, j = col0 + e % kSide, of_b = k0 + e / kSide;
      tile_a[e % kDepth][e / kDepth] = i < p.rows && of_a < p.depth ? load(p.a + i * p.depth + of_a) : 0.f;
      tile_b[e / kSide][e % kSide] = j < p.cols && of_b < p.depth ? load(p.b + of_b * p.cols + j) : 0.f;
    }
    __syncthreads();
    for (int k = 0; k < kDepth; ++k) {
      float left[kSums], right[kSums];
      for (int r = 0; r < kSums; ++r) left[r] = tile_a[k][y + kAcross * r];
      for (int q = 0; q < kSums; ++q) right[q] = tile_b[k][x + kAcross * q];
      for (int r = 0; r < kSums; ++r)
        for (int q = 0; q < kSums; ++q) sum[r][q] += left[r] * right[q];
    }
    __syncthreads();
  }
  for (int r = 0; r < kSums; ++r)
    for (int q = 0; q < kSums; ++q) {
      const int i = row0 + y + kAcross * r, j = col0 + x + kAcross * q;
      if (i < p.rows && j < p.cols) store(p.c + i * p.cols + j, sum[r][q]);
    }
}
// [end]

void register_tiles(const Product& p) {
  cuda::launch(dim3(cuda::blocks_for(p.cols, kSide), cuda::blocks_for(p.rows, kSide)), kThreads, block_of_sums, p);
}

}  // namespace thimble::rungs
