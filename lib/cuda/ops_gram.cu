// C = X^T X of bytes, and the sums of columns: what a covariance is made of, in exact integers.
//
//   c[p][q] = sum_n x[n][p] x[n][q],   sums[p] = sum_n x[n][p]
//
// The bytes are turned over, so that a word holds the same column of 4 neighbouring rows. Blocks multiply the tiles on and
// above the diagonal, each over a part of the rows short enough for 32 bits; the parts are added in 64. All is exact, so
// neither the parts nor their order change a bit. Operations: rows * width * (width + 128). Bytes: parts * 4 width^2, twice.
#include <algorithm>

#include "cuda/bytes.h"
#include "cuda/ops.h"

namespace thimble::cuda {

namespace {

constexpr int kRows = 1 << 16, kLeast = 2048;  // at a time: 65,536 * 255^2 < 2^32; of a part
constexpr int kBlocks = 1024;

// partial[part][p][q] for q's tile at p's or behind it
__global__ void __launch_bounds__(kThreads) gram_of_part(PackedBytes x, int part, unsigned* partial) {
  __shared__ ByteTiles tiles;
  if (blockIdx.x < blockIdx.y) return;
  const int thread = static_cast<int>(threadIdx.x), ty = thread / kAcross, tx = thread % kAcross;
  const int row0 = static_cast<int>(blockIdx.y) * kSide, col0 = static_cast<int>(blockIdx.x) * kSide;
  const int begin = static_cast<int>(blockIdx.z) * part, end = min(begin + part, x.depth);
  unsigned sum[kSums][kSums];
  multiply_bytes(x, row0, x, col0, begin, end, tiles, sum);
  unsigned* to = partial + static_cast<int64_t>(blockIdx.z) * x.rows * x.rows;
#pragma unroll
  for (int r = 0; r < kSums; ++r)
#pragma unroll
    for (int q = 0; q < kSums; ++q)
      to[static_cast<int64_t>(row0 + place_in_tile(ty, r)) * x.rows + col0 + place_in_tile(tx, q)] = sum[r][q];
}

// c += the parts; what is below the diagonal is read from above it
void add_parts(int parts, int rows, int width, const unsigned* partial, int64_t* c) {
  each(width * width, [=] __device__(int at) {
    const int p = min(at / width, at % width), q = max(at / width, at % width);
    int64_t sum = 0;
    for (int part = 0; part < parts; ++part) sum += partial[(static_cast<int64_t>(part) * rows + p) * rows + q];
    c[at] += sum;
  });
}

void add_column_parts(const PackedBytes& x, int parts, int part, int width, unsigned* partial, int64_t* sums) {
  const PackedBytes of = x;
  each(parts * width, [=] __device__(int at) {
    unsigned sum = 0;
    for (int k = at / width * part; k < min(at / width * part + part, of.depth); ++k)
      sum = __dp4a(of.words[static_cast<int64_t>(k) * of.rows + at % width], kOnes, sum);
    partial[at] = sum;
  });
  each(width, [=] __device__(int p) {
    for (int i = 0; i < parts; ++i) sums[p] += partial[i * width + p];
  });
}

}  // namespace

void gram(std::span<const uint8_t> rows, int width, std::span<int64_t> c, std::span<int64_t> sums) {
  const int count = static_cast<int>(rows.size() / static_cast<size_t>(width)), most = std::min(count, kRows);
  const int side = up_to_multiple(width, kSide), depth = packed_depth(most), tiles = side / kSide;
  const int wanted = std::clamp(std::min(kBlocks / (tiles * (tiles + 1) / 2), most / kLeast), 1, 64);
  const int part = up_to_multiple((depth - 1) / wanted + 1, kDeep);
  const size_t area = static_cast<size_t>(side) * static_cast<size_t>(side), numbers = c.size() + sums.size();
  const size_t words = static_cast<size_t>(depth) * static_cast<size_t>(side), parts = blocks_for(depth, part);
  const size_t raw = words_of(static_cast<size_t>(most) * static_cast<size_t>(width));
  auto* room = reinterpret_cast<unsigned*>(workspace(2 * numbers + 4 + words + parts * area + raw));
  auto* totals = reinterpret_cast<int64_t*>(room);
  unsigned *turned = room + (2 * numbers + 3) / 4 * 4, *partial = turned + words, *bytes = partial + parts * area;
  each(static_cast<int>(numbers), [=] __device__(int i) { totals[i] = 0; });
  for (int first = 0; first < count; first += kRows) {
    const int n = std::min(kRows, count - first);
    send_raw(rows.subspan(static_cast<size_t>(first) * static_cast<size_t>(width),
                          static_cast<size_t>(n) * static_cast<size_t>(width)),
             bytes);
    const PackedBytes x = pack_columns(bytes, n, width, turned);
    const unsigned across = static_cast<unsigned>(tiles), deep = blocks_for(x.depth, part);
    launch(dim3(across, across, deep), kThreads, gram_of_part, x, part, partial);
    add_parts(static_cast<int>(deep), x.rows, width, partial, totals);
    add_column_parts(x, static_cast<int>(deep), part, width, partial, totals + c.size());
  }
  const auto fetch = [](const int64_t* from, std::span<int64_t> to) {
    checked(cudaMemcpyAsync(to.data(), from, to.size_bytes(), cudaMemcpyDeviceToHost, stream()), "gram");
  };
  fetch(totals, c);
  fetch(totals + c.size(), sums);
  checked(cudaStreamSynchronize(stream()), "gram");
}

}  // namespace thimble::cuda
