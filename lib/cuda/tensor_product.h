// The product of cuda/product.h once more, on tensor cores: operands rounded to tf32 or bf16, sums in float32.
//
//   block   128 x 128 of C, 8 warps; depth in steps of 16 words (16 values of tf32, 32 of bf16): A (row, word) and
//           B (column, word) in shared memory, rows 20 words apart, so that the 32 lanes of a fragment meet 32 banks
//   warp    64 x 32 of C: 4 x 4 tiles of 16 x 8, each word of A used 4 times from registers, each of B 4 times
//
// Operands are rounded on their way to shared memory, so nothing is stored in bf16 but there.
#pragma once

#include "cuda/tensor_core.h"
#include "cuda/tiles.h"

namespace thimble::cuda {

struct TensorTile {
  static constexpr int kRows = 128, kCols = 128, kWords = 16, kThreads = 256, kPitch = kWords + 4;
  static constexpr int kWarpRows = 64, kWarpCols = 32;
};

template <class Format, class A, class B, class C>
__global__ void __launch_bounds__(TensorTile::kThreads)
    tensor_tile(int rows, int cols, int depth, int part, A a, B b, C c) {
  using T = TensorTile;
  __shared__ uint32_t tile_a[T::kRows][T::kPitch], tile_b[T::kCols][T::kPitch];
  const int thread = static_cast<int>(threadIdx.x), warp = thread / kWarp, lane = thread % kWarp;
  const int row0 = static_cast<int>(blockIdx.y) * T::kRows, col0 = static_cast<int>(blockIdx.x) * T::kCols;
  const int begin = static_cast<int>(blockIdx.z) * part, end = min(begin + part, depth);
  const int of_row = warp / 4 * T::kWarpRows, of_col = warp % 4 * T::kWarpCols;  // of the warp's part
  const int g = lane / 4, t = lane % 4;
  using Operand = Bringing<T::kRows, T::kWords, T::kThreads>;
  const Operand of_a{a.along_depth, thread}, of_b{b.along_depth, thread};
  uint32_t next_a[Operand::kTurns], next_b[Operand::kTurns];
  float sum[4][4][4] = {};

  const auto bring = [&](int k0) {  // zeros beyond the edges
#pragma unroll
    for (int s = 0; s < Operand::kTurns; ++s) {
      const int i = row0 + of_a.across(s), j = col0 + of_b.across(s);
      next_a[s] = Format::word([&](int k) { return i < rows && k < end ? a(i, k) : 0.f; },
                               k0 + of_a.depth(s) * Format::kValues);
      next_b[s] = Format::word([&](int k) { return j < cols && k < end ? b(k, j) : 0.f; },
                               k0 + of_b.depth(s) * Format::kValues);
    }
  };

  constexpr int kStep = T::kWords * Format::kValues;
  bring(begin);
  for (int k0 = begin; k0 < end; k0 += kStep) {
#pragma unroll
    for (int s = 0; s < Operand::kTurns; ++s) {
      tile_a[of_a.across(s)][of_a.depth(s)] = next_a[s];
      tile_b[of_b.across(s)][of_b.depth(s)] = next_b[s];
    }
    __syncthreads();  // the tiles are whole
    if (k0 + kStep < end) bring(k0 + kStep);
#pragma unroll
    for (int w = 0; w < T::kWords; w += 8) {
      uint32_t left[4][4], right[4][2];
#pragma unroll
      for (int r = 0; r < 4; ++r)
#pragma unroll
        for (int i = 0; i < 4; ++i) left[r][i] = tile_a[of_row + 16 * r + g + i % 2 * 8][w + t + i / 2 * 4];
#pragma unroll
      for (int q = 0; q < 4; ++q)
#pragma unroll
        for (int i = 0; i < 2; ++i) right[q][i] = tile_b[of_col + 8 * q + g][w + t + i * 4];
#pragma unroll
      for (int r = 0; r < 4; ++r)
#pragma unroll
        for (int q = 0; q < 4; ++q) Format::multiply(sum[r][q], left[r], right[q]);
    }
    __syncthreads();  // nobody reads the tiles any more
  }
#pragma unroll
  for (int r = 0; r < 4; ++r)
#pragma unroll
    for (int q = 0; q < 4; ++q)
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        const int row = row0 + of_row + 16 * r + g + i / 2 * 8, col = col0 + of_col + 8 * q + 2 * t + i % 2;
        if (row < rows && col < cols) c(static_cast<int>(blockIdx.z), row, col, sum[r][q][i]);
      }
}

template <class Format, class A, class B, class C>
void launch_tensor_tiles(int rows, int cols, int depth, int part, const A& a, const B& b, const C& c) {
  launch(dim3(blocks_for(cols, TensorTile::kCols), blocks_for(rows, TensorTile::kRows), blocks_for(depth, part)),
         TensorTile::kThreads, tensor_tile<Format, A, B, C>, rows, cols, depth, part, a, b, c);
}

}  // namespace thimble::cuda
