// Bytes on the GPU, and the tile that multiplies them: four products in one instruction (__dp4a), sums in 32 bits.
//
//   packed (depth, rows)   word (k, i) = bytes 4 k .. 4 k + 3 of row i: depth in words a multiple of 8, rows of 128, zeros
//                          beyond the edges, so that no loop asks where it is
//   block   128 x 128 sums, 8 words deep at a time: 2 x 4 KB in shared memory
//   thread  8 x 8 sums, as quarters: 4 y .. 4 y + 3 of each half, so that lanes read 16 bytes side by side
//
// A word that came through shared memory is used for 128 sums, one in a register for 8. A tile moves 1 KB a word of depth
// from memory for 4 * 128 * 128 * 2 operations: 128 an byte.
#pragma once

#include <cstdint>
#include <span>

#include "core/device_bytes.h"
#include "cuda/launch.h"

namespace thimble::cuda {

constexpr int kSide = 128, kDeep = 8, kSums = 8, kAcross = kSide / kSums;  // of the tile
constexpr unsigned kOnes = 0x01010101u;

inline int up_to_multiple(int n, int of) { return (n - 1) / of * of + of; }

struct PackedBytes {
  const unsigned* words;
  int depth, rows;  // with what fills the tiles
};

PackedBytes packed(const DeviceBytes& sent);

// The bytes of `count` rows, sent to `room` as they are; it holds words_of(count * width) of them.
void send_raw(std::span<const uint8_t> bytes, unsigned* room);
inline size_t words_of(size_t bytes) { return (bytes + 3) / 4; }
// words (depth, rows) of `count` rows of raw bytes; the word holds 4 neighbours of a row
PackedBytes pack_rows(const unsigned* raw, int count, int width, unsigned* words);
// Likewise of the columns of the bytes: the word holds the same column of 4 neighbouring rows.
PackedBytes pack_columns(const unsigned* raw, int count, int width, unsigned* words);
inline int packed_depth(int bytes) {
  return up_to_multiple(static_cast<int>(words_of(static_cast<size_t>(bytes))), kDeep);
}

struct ByteTiles {
  alignas(16) unsigned a[kDeep][kSide + 4];
  alignas(16) unsigned b[kDeep][kSide + 4];
};

__device__ inline int place_in_tile(int thread, int r) { return r / 4 * (kSide / 2) + thread * 4 + r % 4; }

__device__ inline void load_words(const unsigned* from, unsigned* to) {
  const uint4 four = *reinterpret_cast<const uint4*>(from);
  to[0] = four.x;
  to[1] = four.y;
  to[2] = four.z;
  to[3] = four.w;
}

// sum[r][q] = products of the rows row0 + place(y, r) of a and col0 + place(x, q) of b over the words [begin, end)
__device__ inline void multiply_bytes(const PackedBytes& a, int row0, const PackedBytes& b, int col0, int begin,
                                      int end, ByteTiles& tiles, unsigned (&sum)[kSums][kSums]) {
  const int thread = static_cast<int>(threadIdx.x), y = thread / kAcross, x = thread % kAcross;
  const int k = thread / (kSide / 4), i = thread % (kSide / 4) * 4;  // the four words that it brings
  const unsigned* next_a = a.words + static_cast<int64_t>(begin + k) * a.rows + row0 + i;
  const unsigned* next_b = b.words + static_cast<int64_t>(begin + k) * b.rows + col0 + i;
#pragma unroll
  for (int r = 0; r < kSums; ++r)
#pragma unroll
    for (int q = 0; q < kSums; ++q) sum[r][q] = 0;
  unsigned of_a[4], of_b[4];
  load_words(next_a, of_a);
  load_words(next_b, of_b);
  for (int k0 = begin; k0 < end; k0 += kDeep) {
    *reinterpret_cast<uint4*>(&tiles.a[k][i]) = make_uint4(of_a[0], of_a[1], of_a[2], of_a[3]);
    *reinterpret_cast<uint4*>(&tiles.b[k][i]) = make_uint4(of_b[0], of_b[1], of_b[2], of_b[3]);
    __syncthreads();  // the tiles are whole
    if (k0 + kDeep < end) {
      next_a += static_cast<int64_t>(kDeep) * a.rows;
      next_b += static_cast<int64_t>(kDeep) * b.rows;
      load_words(next_a, of_a);
      load_words(next_b, of_b);
    }
#pragma unroll
    for (int d = 0; d < kDeep; ++d) {
      unsigned left[kSums], right[kSums];
      load_words(&tiles.a[d][place_in_tile(y, 0)], left);
      load_words(&tiles.a[d][place_in_tile(y, 4)], left + 4);
      load_words(&tiles.b[d][place_in_tile(x, 0)], right);
      load_words(&tiles.b[d][place_in_tile(x, 4)], right + 4);
#pragma unroll
      for (int r = 0; r < kSums; ++r)
#pragma unroll
        for (int q = 0; q < kSums; ++q) sum[r][q] = __dp4a(left[r], right[q], sum[r][q]);
    }
    __syncthreads();  // nobody reads the tiles any more
  }
}

}  // namespace thimble::cuda
