#include <cstring>

#include "kernels/bytes.h"
#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

void expect_sums(const Kernels& set, int n, const Bytes& x, const Bytes& y) {
  uint64_t sum = 0, dot = 0, distance = 0;
  for (int i = 0; i < n; ++i) {
    sum += x[i];
    dot += static_cast<uint64_t>(x[i] * y[i]);
    distance += static_cast<uint64_t>((x[i] - y[i]) * (x[i] - y[i]));
  }
  ASSERT_EQ(set.sum_u8(n, x.data()), sum) << n;
  ASSERT_EQ(set.dot_u8(n, x.data(), y.data()), dot) << n;
  ASSERT_EQ(set.squared_distance_u8(n, x.data(), y.data()), distance) << n;
}

TEST(Integer, SumDotAndDistanceAreExact) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= 5 * kLongest; ++n) expect_sums(set, n, Bytes(n, 1), Bytes(n, 2));
    expect_sums(set, 784, Bytes(784, 3), Bytes(784, 4));
  });
}

TEST(Integer, SumDotAndDistanceAreExactForTheLargestBytesAndTheLongestRow) {
  constexpr int kLongestRow = 66051;
  static_assert(uint64_t{kLongestRow} * 255 * 255 < uint64_t{1} << 32);
  for_every_set([](const Kernels& set) {
    for (int n : {1, 64, 128, 784, kLongestRow}) {
      const Bytes zero = Bytes::all(n, 0), most = Bytes::all(n, 255), half = Bytes::all(n, 128);
      expect_sums(set, n, most, most);
      expect_sums(set, n, zero, most);
      expect_sums(set, n, most, zero);
      expect_sums(set, n, half, most);
    }
  });
}

int groups_of(const Kernels& set, int depth) {
  const int run = set.byte_group * set.byte_run;
  return (depth + run - 1) / run * set.byte_run;
}

// Where unit g of row i lies in a panel of `width` rows whose units follow in runs.
size_t unit_at(int width, int run, int i, int g) { return static_cast<size_t>((g / run * width + i) * run + g % run); }

// Packs by the definition: byte k of row i is in unit k / group of it, at bit 32 / group * (k % group).
std::vector<uint32_t> packed(const Kernels& set, int width, int run, int depth, const uint8_t* x, int offset) {
  const int group = set.byte_group, bits = 32 / group;
  std::vector<uint32_t> units(static_cast<size_t>(groups_of(set, depth) * width));
  for (int i = 0; i < width; ++i)
    for (int k = 0; k < depth; ++k) {
      const uint32_t value = static_cast<uint32_t>(x[i * depth + k] - offset) & (group == 4 ? 0xffu : 0xffffu);
      units[unit_at(width, run, i, k / group)] |= value << (bits * (k % group));
    }
  return units;
}

// A row of two tiles.
void expect_tile(const Kernels& set, int depth, const Bytes& a, const Bytes& b) {
  const int rows = set.byte_rows, width = set.byte_cols, cols = 2 * width, stride = cols + 3;
  const std::vector<uint32_t> units_a = packed(set, rows, set.byte_run, depth, a.data(), 0);
  std::vector<uint32_t> units_b = packed(set, width, 1, depth, b.data(), 128);
  const std::vector<uint32_t> second = packed(set, width, 1, depth, b.data() + width * depth, 128);
  units_b.insert(units_b.end(), second.begin(), second.end());
  std::vector<int32_t> c(static_cast<size_t>(rows * stride), 7);
  set.gemm_tiles_u8(2, groups_of(set, depth), units_a.data(), units_b.data(), c.data(), stride);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < stride; ++j) {
      int64_t sum = 7;
      for (int k = 0; k < depth && j < cols; ++k) sum += a[i * depth + k] * (b[j * depth + k] - 128);
      ASSERT_EQ(c[static_cast<size_t>(i * stride + j)], sum) << "depth " << depth << " at " << i << ", " << j;
    }
}

TEST(Integer, TileAddsToCExactly) {
  for_every_set([](const Kernels& set) {
    for (int depth = 0; depth <= kLongest; ++depth)
      expect_tile(set, depth, Bytes(set.byte_rows * depth, 1), Bytes(2 * set.byte_cols * depth, 2));
  });
}

TEST(Integer, TileIsExactForExtremeBytes) {
  for_every_set([](const Kernels& set) {
    const int depth = 784, of_a = set.byte_rows * depth, of_b = 2 * set.byte_cols * depth;
    for (const uint8_t a : std::initializer_list<uint8_t>{0, 128, 255})
      for (const uint8_t b : std::initializer_list<uint8_t>{0, 127, 128, 255})
        expect_tile(set, depth, Bytes::all(of_a, a), Bytes::all(of_b, b));
  });
}

// Every product is 255 (0 - 128), the one furthest from 0; the last unit is not full.
std::vector<int32_t> most_negative_tile(const Kernels& set, int depth) {
  const int groups = groups_of(set, depth), whole = depth / set.byte_group;
  const bool fours = set.byte_group == 4;
  EXPECT_EQ(depth % set.byte_group, 1);
  std::vector<uint32_t> a(static_cast<size_t>(groups * set.byte_rows));
  const std::vector<uint32_t> b(static_cast<size_t>(groups * set.byte_cols), fours ? 0x80808080u : 0xff80ff80u);
  for (int i = 0; i < set.byte_rows; ++i)
    for (int g = 0; g <= whole; ++g)
      a[unit_at(set.byte_rows, set.byte_run, i, g)] = g == whole ? 255 : fours ? 0xffffffffu : 0x00ff00ffu;
  std::vector<int32_t> c(static_cast<size_t>(set.byte_rows * set.byte_cols));
  set.gemm_tiles_u8(1, groups, a.data(), b.data(), c.data(), set.byte_cols);
  return c;
}

TEST(Integer, TileIsExactUpToItsDeepestAndThenGoesOnModulo2To32) {
  constexpr int kDepth = 65793;  // 255 * 128 * 65,793 = 2^31 - 128
  for_every_set([](const Kernels& set) {
    for (int32_t sum : most_negative_tile(set, kDepth)) ASSERT_EQ(sum, -255 * 128 * kDepth);
    const int64_t beyond = int64_t{-255 * 128} * (kDepth + 4);
    for (int32_t sum : most_negative_tile(set, kDepth + 4)) ASSERT_EQ(sum, beyond + (int64_t{1} << 32));
  });
}

}  // namespace
}  // namespace thimble::kernels
