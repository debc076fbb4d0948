#include "cuda/launch.h"
#include "cuda/tensor_core.h"
#include "rungs/rungs.h"
#include "rungs/traffic.h"

namespace thimble::rungs {

namespace {

constexpr int kSide = 64, kWords = 8, kPitch = kWords + 4, kThreads = 256;

}  // namespace

// [kernel]
// 64 x 64 values of C a block, 16 x 32 of them a warp: four products of 16 x 8 words by 8 x 8 words a step.
template <class Format>
__global__ void __launch_bounds__(kThreads) block_of_fragments(Product p) {
  __shared__ uint32_t tile_a[kSide][kPitch], tile_b[kSide][kPitch];  // (row, word), (column, word)
  const int thread = static_cast<int>(threadIdx.x), warp = thread / 32, g = thread % 32 / 4, t = thread % 4;
  const int row0 = static_cast<int>(blockIdx.y) * kSide, col0 = static_cast<int>(blockIdx.x) * kSide;
  const int of_row = warp / 2 * 16, of_col = warp % 2 * 32;  // the warp's part of the block
  float sum[4][4] = {};
  for (int k0 = 0; k0 < p.depth; k0 += kWords * Format::kValues) {
    for (int e = thread; e < kSide * kWords; e += kThreads) {
      const int i = row0 + e / kWords, j = col0 + e % kSide;
      const auto of_a = [&](int k) { return i < p.rows && k < p.depth ? load(p.a + i * p.depth + k) : 0.f; };
      const auto of_b = [&](int k) { return j < p.cols && k < p.depth ? load(p.b + k * p.cols + j) : 0.f; };
      tile_a[e / kWords][e % kWords] = Format::word(of_a, k0 + e % kWords * Format::kValues);
      tile_b[e % kSide][e / kSide] = Format::word(of_b, k0 + e / kSide * Format::kValues);
    }
    __syncthreads();
    uint32_t left[4], right[2];
    for (int i = 0; i < 4; ++i) left[i] = tile_a[of_row + g + i % 2 * 8][t + i / 2 * 4];
    for (int q = 0; q < 4; ++q) {
      for (int i = 0; i < 2; ++i) right[i] = tile_b[of_col + 8 * q + g][t + i * 4];
      Format::multiply(sum[q], left, right);  // one instruction of the whole warp
    }
    __syncthreads();
  }
  for (int q = 0; q < 4; ++q)
    for (int s = 0; s < 4; ++s) {
      const int i = row0 + of_row + g + s / 2 * 8, j = col0 + of_col + 8 * q + 2 * t + s % 2;
      if (i < p.rows && j < p.cols) store(p.c + i * p.cols + j, sum[q][s]);
    }
}
// [end]

void tensor_tf32(const Product& p) {
  cuda::launch(dim3(cuda::blocks_for(p.cols, kSide), cuda::blocks_for(p.rows, kSide)), kThreads,
               block_of_fragments<cuda::Tf32>, p);
}

void tensor_bf16(const Product& p) {
  cuda::launch(dim3(cuda::blocks_for(p.cols, kSide), cuda::blocks_for(p.rows, kSide)), kThreads,
               block_of_fragments<cuda::Bf16>, p);
}

}  // namespace thimble::rungs
