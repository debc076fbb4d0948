// The k nearest of many rows to each of many queries:  |q - x|^2 = |q|^2 + |x|^2 - 2 q . x  in exact integers.
//
// A block owns 128 queries and goes through a part of the rows, 128 at a time. Its 128 x 128 distances pass through shared
// memory, 32 columns a round, where one thread a query picks out what is nearer than the k-th so far. No distance reaches
// memory: only the lists do, k keys a query and part, which lie where neighbouring queries are neighbouring lanes.
//
//   key = distance 2^32 + (2^32 - 1 - index)
//
// is smaller for the nearer, and of equals for the larger index, and no two are equal: whatever the order in which they
// are found, the k smallest are the same. Operations: 2 * queries * rows * width. Bytes: rows * width for every 128 queries.
#include <algorithm>
#include <vector>

#include "cuda/bytes.h"
#include "cuda/ops.h"

namespace thimble::cuda {

namespace {

constexpr int kRound = 32, kMostParts = 64, kBlocks = 1024, kMostQueries = 1 << 14;
constexpr uint64_t kNone = ~uint64_t{0};

// The smallest keys of a query, in order: entry e at keys[e stride]. `last` is the k-th, or kNone while there are fewer.
struct Shortlist {
  uint64_t* keys;
  int stride, k, held;
  uint64_t last;

  __device__ void insert(uint64_t key) {
    int at = held < k ? held++ : k - 1;
    for (; at > 0 && keys[static_cast<int64_t>(at - 1) * stride] > key; --at)
      keys[static_cast<int64_t>(at) * stride] = keys[static_cast<int64_t>(at - 1) * stride];
    keys[static_cast<int64_t>(at) * stride] = key;
    if (held == k) last = keys[static_cast<int64_t>(k - 1) * stride];
  }
};

__global__ void __launch_bounds__(kThreads, 2)
    nearest_of_part(PackedBytes queries, const unsigned* query_squares, int first, PackedBytes train,
                    const unsigned* train_squares, int train_rows, int part, int k, int stride, uint64_t* keys) {
  __shared__ ByteTiles tiles;
  __shared__ unsigned distance[kSide][kRound + 1];
  const int thread = static_cast<int>(threadIdx.x), y = thread / kAcross, x = thread % kAcross;
  const int query0 = static_cast<int>(blockIdx.x) * kSide, begin = static_cast<int>(blockIdx.y) * part;
  const int end = min(begin + part, train_rows);
  Shortlist best{keys + static_cast<int64_t>(blockIdx.y) * k * stride + query0 + thread, stride, k, 0, kNone};
  unsigned of_query[kSums], sum[kSums][kSums];
  for (int r = 0; r < kSums; ++r) of_query[r] = query_squares[first + query0 + place_in_tile(y, r)];

  for (int col0 = begin; col0 < end; col0 += kSide) {
    multiply_bytes(queries, first + query0, train, col0, 0, train.depth, tiles, sum);
#pragma unroll
    for (int round = 0; round < kSide / kRound; ++round) {
      if (x / (kRound / 4) == round % 2) {
#pragma unroll
        for (int q = round / 2 * 4; q < round / 2 * 4 + 4; ++q) {
          const int col = place_in_tile(x, q);
          const unsigned of_row = train_squares[col0 + col];
#pragma unroll
          for (int r = 0; r < kSums; ++r)  // |q|^2 + |x|^2 - 2 q . x
            distance[place_in_tile(y, r)][col % kRound] = of_query[r] + of_row - 2 * sum[r][q];
        }
      }
      __syncthreads();  // the distances are there
      const int row0 = col0 + round * kRound, columns = min(kRound, end - row0);
      for (int c = 0; c < columns && thread < kSide; ++c) {
        const unsigned index = static_cast<unsigned>(row0 + c);
        const uint64_t key = static_cast<uint64_t>(distance[thread][c]) << 32 | ~index;
        if (key < best.last) best.insert(key);
      }
      __syncthreads();  // nobody reads them any more
    }
  }
  if (thread < kSide)
    for (int e = best.held; e < k; ++e) best.keys[static_cast<int64_t>(e) * stride] = kNone;
}

// nearest[q k + e] = the smallest keys of all parts' lists, which are in order
void merge(int queries, int parts, int k, int stride, const uint64_t* keys, uint64_t* nearest) {
  each(queries, [=] __device__(int q) {
    short taken[kMostParts] = {};  // of each list, e in all
    for (int e = 0; e < k; ++e) {
      uint64_t least = kNone;
      int from = 0;
      for (int p = 0; p < parts; ++p) {
        const uint64_t key = keys[(static_cast<int64_t>(p) * k + taken[p]) * stride + q];
        if (key < least) {
          least = key;
          from = p;
        }
      }
      ++taken[from];
      nearest[static_cast<int64_t>(q) * k + e] = least;
    }
  });
}

}  // namespace

void nearest_bytes(const DeviceBytes& train, const DeviceBytes& queries, int k, std::span<int> index,
                   std::span<uint32_t> squares) {
  const PackedBytes of_train = packed(train), of_queries = packed(queries);
  const auto *train_squares = reinterpret_cast<const unsigned*>(train.squares.memory()),
             *query_squares = reinterpret_cast<const unsigned*>(queries.squares.memory());
  std::vector<uint64_t> found;
  for (int first = 0; first < queries.rows; first += kMostQueries) {
    const int count = std::min(kMostQueries, queries.rows - first), stride = up_to_multiple(count, kSide);
    const int tiles = of_train.rows / kSide;
    const int wanted = std::clamp(kBlocks / (stride / kSide), 1, std::min(kMostParts, tiles));
    const int part = ((tiles - 1) / wanted + 1) * kSide, parts = static_cast<int>(blocks_for(train.rows, part));
    const size_t lists = static_cast<size_t>(parts) * static_cast<size_t>(k) * static_cast<size_t>(stride),
                 answers = static_cast<size_t>(count) * static_cast<size_t>(k);
    auto* keys = reinterpret_cast<uint64_t*>(workspace(2 * (lists + answers)));
    launch(dim3(static_cast<unsigned>(stride / kSide), static_cast<unsigned>(parts)), kThreads, nearest_of_part,
           of_queries, query_squares, first, of_train, train_squares, train.rows, part, k, stride, keys);
    merge(count, parts, k, stride, keys, keys + lists);
    found.resize(answers);
    checked(cudaMemcpyAsync(found.data(), keys + lists, answers * sizeof(uint64_t), cudaMemcpyDeviceToHost, stream()),
            "nearest_bytes");
    checked(cudaStreamSynchronize(stream()), "nearest_bytes");
    const size_t from = static_cast<size_t>(first) * static_cast<size_t>(k);
    for (size_t i = 0; i < answers; ++i) {
      index[from + i] = static_cast<int>(~static_cast<uint32_t>(found[i]));
      squares[from + i] = static_cast<uint32_t>(found[i] >> 32);
    }
  }
}

}  // namespace thimble::cuda
