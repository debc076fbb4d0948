// Which centre is nearest to each row of bytes, in the integers of classic/centre_search.h:
//
//   score_j = start_j - 2^bits (hi_j . (x - 128) + lo_j . (x - 128) / 256),    label = argmin_j, the smaller j of equals
//   hi . (x - 128) = hi . x - 128 sum_i hi_i
//
// A block owns 128 rows. 64 centres at a time, as 128 rows of hi and lo, are multiplied by the tile of cuda/bytes.h; hi and
// lo of a centre fall to the same thread. Operations: 4 * rows * centres * width; bytes: rows * width, and the labels.
#include <numeric>
#include <vector>

#include "cuda/bytes.h"
#include "cuda/ops.h"

namespace thimble::cuda {

namespace {

// Smaller for the smaller score, of equals for the smaller j: a signed number whose sign bit is turned over sorts as unsigned.
__device__ uint64_t key_of(unsigned score, int j) {
  return static_cast<uint64_t>(score ^ 0x80000000u) << 32 | static_cast<unsigned>(j);
}

__global__ void __launch_bounds__(kThreads, 2)
    nearest_centre(PackedBytes planes, const int* plane_sums, const int* start, int centres, int bits, PackedBytes x,
                   int rows, int* labels) {
  __shared__ ByteTiles tiles;
  __shared__ uint64_t nearest[kAcross][kSide];  // of each row, of the centres of each y
  const int thread = static_cast<int>(threadIdx.x), ty = thread / kAcross, tx = thread % kAcross;
  const int col0 = static_cast<int>(blockIdx.x) * kSide;
  uint64_t best = ~uint64_t{0};
  for (int plane0 = 0; plane0 < 2 * centres; plane0 += kSide) {
    unsigned sum[kSums][kSums];
    multiply_bytes(planes, plane0, x, col0, 0, x.depth, tiles, sum);
#pragma unroll
    for (int q = 0; q < kSums; ++q) {
      uint64_t own = ~uint64_t{0};
#pragma unroll
      for (int r = 0; r < kSums; r += 2) {
        const int j = (plane0 + place_in_tile(ty, r)) / 2;
        if (j >= centres) continue;
        const unsigned hi = sum[r][q] - 128u * static_cast<unsigned>(plane_sums[2 * j]);
        const auto lo = static_cast<int>(sum[r + 1][q] - 128u * static_cast<unsigned>(plane_sums[2 * j + 1]));
        const unsigned product = (hi << bits) + static_cast<unsigned>(lo >> (8 - bits));
        const uint64_t key = key_of(static_cast<unsigned>(start[j]) - product, j);
        own = key < own ? key : own;
      }
      nearest[ty][place_in_tile(tx, q)] = own;
    }
    __syncthreads();  // every thread's best is there
    for (int y = 0; y < kAcross && thread < kSide; ++y) best = nearest[y][thread] < best ? nearest[y][thread] : best;
    __syncthreads();  // nobody reads them any more
  }
  if (thread < kSide && col0 + thread < rows) labels[col0 + thread] = static_cast<int>(best & 0xffffffffu);
}

}  // namespace

void nearest_centres(const DeviceBytes& x, std::span<const uint8_t> planes, std::span<const uint32_t> start, int bits,
                     std::span<int> labels) {
  const int centres = static_cast<int>(start.size()), width = x.width;
  std::vector<int> numbers(start.begin(), start.end());
  for (int row = 0; row < 2 * centres; ++row) {
    const auto of_row =
        planes.subspan(static_cast<size_t>(row) * static_cast<size_t>(width), static_cast<size_t>(width));
    numbers.push_back(std::accumulate(of_row.begin(), of_row.end(), 0));
  }
  const int* sent = staged(numbers);
  const size_t raw = words_of(planes.size()), words = static_cast<size_t>(packed_depth(width)) *
                                                      static_cast<size_t>(up_to_multiple(2 * centres, kSide));
  auto* room = reinterpret_cast<unsigned*>(workspace(raw + 4 + words + labels.size()));
  unsigned* of_planes = room + up_to_multiple(static_cast<int>(raw), 4);  // at a multiple of 16 bytes
  int* found = reinterpret_cast<int*>(of_planes + words);
  send_raw(planes, room);
  const PackedBytes packed_planes = pack_rows(room, 2 * centres, width, of_planes);
  launch(blocks_for(x.rows, kSide), kThreads, nearest_centre, packed_planes, sent + centres, sent, centres, bits,
         packed(x), x.rows, found);
  checked(cudaMemcpyAsync(labels.data(), found, labels.size_bytes(), cudaMemcpyDeviceToHost, stream()),
          "nearest_centres");
  checked(cudaStreamSynchronize(stream()), "nearest_centres");
}

}  // namespace thimble::cuda
