// The product C = A B in tiles, in float32.
//
// Memory is far: each value of A that comes through shared memory once is used for kCols columns of C, each of B for kRows
// rows. From there it comes to registers, where a thread's 8 x 8 (or 4 x 4) sums use each of 8 + 8 values 8 times:
//
//   block   kRows x kCols of C,   depth in steps of kDepth:   A (kDepth, kRows) and B (kDepth, kCols) in shared memory
//   thread  kSums x kSums of C,   as quarters: rows 4 r .. 4 r + 3 of each half, so that lanes read side by side
//
// While the block multiplies one step, the values of the next are on their way to registers. FLOP: 2 rows cols depth. Bytes:
// 4 (rows cols + depth (rows cols / kCols + cols rows / kRows)). Three objects say what is multiplied:
//
//   a(i, k), b(k, j)   a value of A or B; along_depth says if neighbouring addresses are neighbouring k
//   c(part, i, j, sum) what becomes of a sum. A depth in `parts` gives partial sums, for products with little to fill a GPU.
#pragma once

#include "cuda/launch.h"

namespace thimble::cuda {

template <int Rows, int Cols, int Sums>
struct Tile {
  static constexpr int kRows = Rows, kCols = Cols, kSums = Sums, kDepth = 8;
  static constexpr int kAcross = Cols / Sums, kThreads = Rows / Sums * kAcross;
};
using LargeTile = Tile<128, 128, 8>;
using SmallTile = Tile<64, 64, 4>;
using NarrowTile = Tile<128, 32, 4>;  // for few columns
using FlatTile = Tile<32, 128, 4>;    // for few rows

// Which value of the tile (Extent, kDepth) a thread brings in turn s: neighbours go along the depth or across it.
template <int Extent, int Depth, int Threads>
struct Bringing {
  static constexpr int kTurns = Extent * Depth / Threads;
  static_assert(kTurns * Threads == Extent * Depth);
  bool along_depth;
  int thread;
  __device__ int depth(int s) const {
    const int e = thread + s * Threads;
    return along_depth ? e % Depth : e / Extent;
  }
  __device__ int across(int s) const {
    const int e = thread + s * Threads;
    return along_depth ? e / Depth : e % Extent;
  }
};

// The place in the tile of a thread's sum r: quarter r / 4 of the extent, and there its own four.
template <int Extent, int Sums>
__device__ int place_of(int thread, int r) {
  return r / 4 * (Extent * 4 / Sums) + thread * 4 + r % 4;
}

__device__ inline void load_four(const float* shared, float* to) {  // 16 bytes at once
  const float4 four = *reinterpret_cast<const float4*>(shared);
  to[0] = four.x;
  to[1] = four.y;
  to[2] = four.z;
  to[3] = four.w;
}

template <class T, class A, class B, class C>
__global__ void __launch_bounds__(T::kThreads) product_tile(int rows, int cols, int depth, int part, A a, B b, C c) {
  constexpr int kPad = 4;
  __shared__ __align__(16) float tile_a[T::kDepth][T::kRows + kPad];
  __shared__ __align__(16) float tile_b[T::kDepth][T::kCols + kPad];
  const int thread = static_cast<int>(threadIdx.x), y = thread / T::kAcross, x = thread % T::kAcross;
  const int row0 = static_cast<int>(blockIdx.y) * T::kRows, col0 = static_cast<int>(blockIdx.x) * T::kCols;
  const int begin = static_cast<int>(blockIdx.z) * part, end = min(begin + part, depth);
  using OfA = Bringing<T::kRows, T::kDepth, T::kThreads>;
  using OfB = Bringing<T::kCols, T::kDepth, T::kThreads>;
  const OfA of_a{a.along_depth, thread};
  const OfB of_b{b.along_depth, thread};
  float next_a[OfA::kTurns], next_b[OfB::kTurns], sum[T::kSums][T::kSums] = {};

  const auto bring = [&](int k0) {  // zeros beyond the edges
    for (int s = 0; s < OfA::kTurns; ++s) {
      const int i = row0 + of_a.across(s), k = k0 + of_a.depth(s);
      next_a[s] = i < rows && k < end ? a(i, k) : 0.f;
    }
    for (int s = 0; s < OfB::kTurns; ++s) {
      const int j = col0 + of_b.across(s), k = k0 + of_b.depth(s);
      next_b[s] = j < cols && k < end ? b(k, j) : 0.f;
    }
  };

  bring(begin);
  for (int k0 = begin; k0 < end; k0 += T::kDepth) {
    for (int s = 0; s < OfA::kTurns; ++s) tile_a[of_a.depth(s)][of_a.across(s)] = next_a[s];
    for (int s = 0; s < OfB::kTurns; ++s) tile_b[of_b.depth(s)][of_b.across(s)] = next_b[s];
    __syncthreads();  // the tiles are whole
    if (k0 + T::kDepth < end) bring(k0 + T::kDepth);
#pragma unroll
    for (int k = 0; k < T::kDepth; ++k) {
      float left[T::kSums], right[T::kSums];
#pragma unroll
      for (int r = 0; r < T::kSums; r += 4) {
        load_four(&tile_a[k][place_of<T::kRows, T::kSums>(y, r)], &left[r]);
        load_four(&tile_b[k][place_of<T::kCols, T::kSums>(x, r)], &right[r]);
      }
#pragma unroll
      for (int r = 0; r < T::kSums; ++r)
#pragma unroll
        for (int q = 0; q < T::kSums; ++q) sum[r][q] += left[r] * right[q];  // c_rq += a_rk b_kq
    }
    __syncthreads();  // nobody reads the tiles any more
  }
#pragma unroll
  for (int r = 0; r < T::kSums; ++r)
#pragma unroll
    for (int q = 0; q < T::kSums; ++q) {
      const int i = row0 + place_of<T::kRows, T::kSums>(y, r), j = col0 + place_of<T::kCols, T::kSums>(x, q);
      if (i < rows && j < cols) c(static_cast<int>(blockIdx.z), i, j, sum[r][q]);
    }
}

template <class T, class A, class B, class C>
void launch_tiles(int rows, int cols, int depth, int part, const A& a, const B& b, const C& c) {
  launch(dim3(blocks_for(cols, T::kCols), blocks_for(rows, T::kRows), blocks_for(depth, part)), T::kThreads,
         product_tile<T, A, B, C>, rows, cols, depth, part, a, b, c);
}

}  // namespace thimble::cuda
