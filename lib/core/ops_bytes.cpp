#include "core/ops_bytes.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/error.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/gemm_u8.h"

namespace thimble {

namespace {

using kernels::Side;

constexpr int64_t kSmall = 1 << 19;  // multiply-adds that are not worth a second thread

int rounded_up(int n, int step) { return (n + step - 1) / step * step; }

uint32_t* words(Scratch use, int64_t count) {
  return reinterpret_cast<uint32_t*>(scratch(use, static_cast<size_t>(count)));
}

void check_matrix(const char* who, const ByteMatrix& m) {
  check(m.rows >= 0 && m.cols >= 0 && std::ssize(m.values) == int64_t{m.rows} * m.cols, who, ": expected ", m.rows,
        " x ", m.cols, " bytes, got ", m.values.size());
}

// The larger matrix is cut; each piece packs the whole of the other for itself. Exact integers allow the cut to depend
// on the number of threads.
void pairwise(const char* who, decltype(&kernels::products_u8) kernel, const ByteMatrix& a, const ByteMatrix& b,
              std::span<int32_t> c) {
  check_matrix(who, a);
  check_matrix(who, b);
  check(a.cols == b.cols, who, ": expected rows of equal length, got ", a.cols, " and ", b.cols);
  check(a.cols <= kernels::kDeepest, who, ": expected rows of at most ", kernels::kDeepest,
        " bytes, so that the results fit 32 bits, got ", a.cols);
  check(std::ssize(c) == int64_t{a.rows} * b.rows, who, ": expected ", int64_t{a.rows} * b.rows, " results of ", a.rows,
        " x ", b.rows, " rows, got ", c.size());
  const kernels::Kernels& k = kernels::active();
  const bool by_rows = a.rows >= b.rows;
  const int n = by_rows ? a.rows : b.rows, tile = by_rows ? k.byte_rows : k.byte_cols, depth = a.cols;
  const bool alone = threads() == 1 || int64_t{a.rows} * b.rows * std::max(depth, 1) <= kSmall;
  const int grain = alone ? std::max(n, 1) : rounded_up(n / (2 * threads()) + 1, tile);
  parallel_for(n, grain, [&](int begin, int end) {
    const int row = by_rows ? begin : 0, col = by_rows ? 0 : begin;
    const int height = by_rows ? end - begin : a.rows, width = by_rows ? b.rows : end - begin;
    uint32_t* memory = words(Scratch::gemm, kernels::products_u8_scratch(height, width, depth));
    kernel(height, width, depth, a.values.data() + int64_t{row} * depth, depth, b.values.data() + int64_t{col} * depth,
           depth, c.data() + int64_t{row} * b.rows + col, b.rows, memory);
  });
}

}  // namespace

void dot_products(const ByteMatrix& a, const ByteMatrix& b, std::span<int32_t> c) {
  pairwise("dot_products", kernels::products_u8, a, b, c);
}

void squared_distances(const ByteMatrix& a, const ByteMatrix& b, std::span<int32_t> c) {
  pairwise("squared_distances", kernels::squared_distances_u8, a, b, c);
}

void column_sums(const ByteMatrix& x, std::span<int64_t> sums) {
  check_matrix("column_sums", x);
  check(std::ssize(sums) == x.cols, "column_sums: expected ", x.cols, " sums, got ", sums.size());
  constexpr int kRows = 257;  // 257 * 255 = 65,535: sums of so many bytes fit 16 bits
  const auto cols = static_cast<size_t>(x.cols);
  const int grain = 16 * kRows;
  std::vector<int64_t> partial(cols * static_cast<size_t>(chunks(x.rows, grain)));
  parallel_for(x.rows, grain, [&](int begin, int end) {
    int64_t* total = partial.data() + cols * static_cast<size_t>(begin / grain);
    std::vector<uint16_t> some(cols);
    for (int n0 = begin; n0 < end; n0 += kRows) {
      std::fill(some.begin(), some.end(), uint16_t{0});
      for (int n = n0; n < std::min(n0 + kRows, end); ++n) {
        const uint8_t* row = x.values.data() + static_cast<size_t>(n) * cols;
        for (size_t p = 0; p < cols; ++p) some[p] = static_cast<uint16_t>(some[p] + row[p]);
      }
      for (size_t p = 0; p < cols; ++p) total[p] += some[p];
    }
  });
  std::fill(sums.begin(), sums.end(), int64_t{0});
  for (size_t i = 0; i < partial.size(); ++i) sums[i % cols] += partial[i];
}

// C[p][q] = T[p][q] + 128 sum_n x[n][p]  with  T[p][q] = sum_n x[n][p] (x[n][q] - 128),  which is what the tile adds up:
// in 32 bits as long as they hold it, then in 64. Only tiles that reach the diagonal or lie right of it are computed.
void gram(const ByteMatrix& x, std::span<int64_t> c, std::span<int64_t> sums) {
  check_matrix("gram", x);
  check(std::ssize(c) == int64_t{x.cols} * x.cols, "gram: expected ", int64_t{x.cols} * x.cols, " results of ", x.cols,
        " columns, got ", c.size());
  constexpr int kDepth = 1024;        // rows of x at a time: a panel of them stays in the first cache
  constexpr int kHeld = 64 * kDepth;  // 65,536 * 255 * 128 < 2^31
  constexpr int kFinished = 64;       // rows of C that a piece finishes
  const kernels::Kernels& k = kernels::active();
  const int cols = x.cols, stride = rounded_up(cols, k.byte_cols), height = rounded_up(cols, k.byte_rows);
  const int64_t of_a = kernels::packed_words(Side::a, cols, kDepth),
                of_b = kernels::packed_words(Side::b, cols, kDepth);
  uint32_t *a = words(Scratch::packed, of_a + of_b), *b = a + of_a;
  auto* tiles = reinterpret_cast<int32_t*>(words(Scratch::partials, int64_t{height} * stride));
  const auto at = [&](int p, int q) { return static_cast<size_t>(int64_t{p} * cols + q); };
  std::fill(c.begin(), c.end(), int64_t{0});

  for (int first = 0; first < x.rows; first += kHeld) {
    std::fill(tiles, tiles + int64_t{height} * stride, 0);
    const int last = std::min(x.rows - first, kHeld) + first;
    for (int n = first; n < last; n += kDepth) {
      const int depth = std::min(kDepth, last - n);
      const uint8_t* rows = x.values.data() + int64_t{n} * cols;
      parallel_for(cols, std::lcm(k.byte_rows, k.byte_cols), [&](int begin, int end) {  // whole panels of both
        const kernels::ByteOperand from{rows + begin, 1, cols};
        kernels::pack_u8(Side::a, end - begin, depth, from, a + kernels::packed_offset(begin, depth));
        kernels::pack_u8(Side::b, end - begin, depth, from, b + kernels::packed_offset(begin, depth));
      });
      parallel_for(cols, 4 * k.byte_rows, [&](int p, int end) {
        const int q = p / k.byte_cols * k.byte_cols;
        kernels::add_packed_products_u8(end - p, cols - q, depth, a + kernels::packed_offset(p, depth),
                                        b + kernels::packed_offset(q, depth), tiles + int64_t{p} * stride + q, stride);
      });
    }
    parallel_for(cols, kFinished, [&](int begin, int end) {
      for (int p = begin; p < end; ++p)
        for (int q = p; q < cols; ++q) c[at(p, q)] += tiles[int64_t{p} * stride + q];
    });
  }

  column_sums(x, sums);
  parallel_for(cols, kFinished, [&](int begin, int end) {
    for (int p = begin; p < end; ++p)
      for (int q = p; q < cols; ++q) c[at(q, p)] = c[at(p, q)] += 128 * sums[static_cast<size_t>(p)];
  });
}

void gram(const ByteMatrix& x, std::span<int64_t> c) {
  std::vector<int64_t> sums(static_cast<size_t>(x.cols));
  gram(x, c, sums);
}

}  // namespace thimble
