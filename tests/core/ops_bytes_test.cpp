#include "core/ops_bytes.h"

#include <gmock/gmock.h>

#include <vector>

#include "core/rng.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

class OpsBytes : public ::testing::Test {
 protected:
  void TearDown() override { set_threads(0); }
};

struct Stored {
  std::vector<uint8_t> bytes;
  ByteMatrix matrix;
  Stored(int rows, int cols, uint64_t seed) : bytes(static_cast<size_t>(rows * cols)), matrix{bytes, rows, cols} {
    Rng rng(Key(seed, Purpose::test));
    for (uint8_t& x : bytes) x = static_cast<uint8_t>(rng.uniform(0, 256));
  }
  Stored(int rows, int cols, uint8_t value, bool)
      : bytes(static_cast<size_t>(rows * cols), value), matrix{bytes, rows, cols} {}
  int64_t at(int i, int k) const { return bytes[static_cast<size_t>(i * matrix.cols + k)]; }
};

void expect_pairs(const Stored& a, const Stored& b) {
  const int rows = a.matrix.rows, cols = b.matrix.rows;
  std::vector<int32_t> dots(static_cast<size_t>(rows * cols), -1), distances = dots;
  dot_products(a.matrix, b.matrix, dots);
  squared_distances(a.matrix, b.matrix, distances);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) {
      int64_t dot = 0, distance = 0;
      for (int k = 0; k < a.matrix.cols; ++k) {
        dot += a.at(i, k) * b.at(j, k);
        distance += (a.at(i, k) - b.at(j, k)) * (a.at(i, k) - b.at(j, k));
      }
      ASSERT_EQ(dots[static_cast<size_t>(i * cols + j)], dot) << i << ", " << j;
      ASSERT_EQ(distances[static_cast<size_t>(i * cols + j)], distance) << i << ", " << j;
    }
}

std::vector<int64_t> gram_of(const Stored& x) {
  std::vector<int64_t> c(static_cast<size_t>(x.matrix.cols * x.matrix.cols), -1);
  gram(x.matrix, c);
  return c;
}

std::vector<int64_t> naive_gram(const Stored& x) {
  const int cols = x.matrix.cols;
  std::vector<int64_t> c;
  for (int p = 0; p < cols; ++p)
    for (int q = 0; q < cols; ++q) {
      int64_t sum = 0;
      for (int n = 0; n < x.matrix.rows; ++n) sum += x.at(n, p) * x.at(n, q);
      c.push_back(sum);
    }
  return c;
}

TEST_F(OpsBytes, DotProductsAndDistancesByHand) {
  const std::vector<uint8_t> a{1, 2, 255, 0}, b{3, 4};
  std::vector<int32_t> c(2);
  dot_products({a, 2, 2}, {b, 1, 2}, c);
  EXPECT_THAT(c, testing::ElementsAre(11, 765));
  squared_distances({a, 2, 2}, {b, 1, 2}, c);
  EXPECT_THAT(c, testing::ElementsAre(8, 252 * 252 + 16));
}

TEST_F(OpsBytes, DotProductsAndDistancesAreExactForAnyThreads) {
  for (int count : {1, 3}) {
    set_threads(count);
    expect_pairs(Stored(1, 1, 1), Stored(1, 1, 2));
    expect_pairs(Stored(0, 7, 1), Stored(4, 7, 2));
    expect_pairs(Stored(5, 3, 1), Stored(9, 3, 2));
    expect_pairs(Stored(90, 784, 1), Stored(33, 784, 2));
    expect_pairs(Stored(17, 131, 3), Stored(301, 131, 4));
    expect_pairs(Stored(3, 33025, 255, true), Stored(40, 33025, 255, true));
    expect_pairs(Stored(3, 33025, 255, true), Stored(40, 33025, 0, true));
  }
}

TEST_F(OpsBytes, GramIsExactForAnyThreads) {
  for (int count : {1, 3}) {
    set_threads(count);
    const int sizes[][2] = {{0, 3}, {1, 1}, {5, 2}, {40, 33}, {1030, 100}, {2049, 7}, {10, 401}};
    for (const auto& s : sizes) {
      const Stored x(s[0], s[1], 5);
      ASSERT_EQ(gram_of(x), naive_gram(x)) << s[0] << " x " << s[1] << ", " << count << " threads";
    }
  }
}

TEST_F(OpsBytes, GramIsExactForMoreRowsThan32BitsHold) {
  for (int rows : {65536, 66000, 140001})
    for (uint8_t value : {uint8_t{255}, uint8_t{127}}) {
      const Stored x(rows, 3, value, true);
      EXPECT_EQ(gram_of(x), std::vector<int64_t>(9, int64_t{rows} * value * value)) << rows;
    }
  Stored x(131073, 2, 255, true);  // the smallest b - 128 beside the largest a
  for (size_t n = 0; n < x.bytes.size(); n += 2) x.bytes[n + 1] = 0;
  EXPECT_THAT(gram_of(x), testing::ElementsAre(int64_t{131073} * 65025, 0, 0, 0));
}

TEST_F(OpsBytes, ColumnSumsCrossTheirBlocks) {
  for (int rows : {0, 1, 256, 257, 258, 5000}) {
    const Stored x(rows, 5, 255, true), y(rows, 5, 8);
    std::vector<int64_t> sums(5, -1);
    column_sums(x.matrix, sums);
    EXPECT_EQ(sums, std::vector<int64_t>(5, int64_t{rows} * 255));
    column_sums(y.matrix, sums);
    for (int p = 0; p < 5; ++p) {
      int64_t sum = 0;
      for (int n = 0; n < rows; ++n) sum += y.at(n, p);
      EXPECT_EQ(sums[static_cast<size_t>(p)], sum);
    }
  }
}

TEST_F(OpsBytes, WrongSizesAreNamed) {
  const Stored a(2, 3, 1), b(4, 3, 2), wide(4, 5, 3), deep(1, 33026, 4);
  std::vector<int32_t> c(8), one(1);
  std::vector<int64_t> sums(9);
  EXPECT_ERROR(dot_products(a.matrix, wide.matrix, c), usage,
               "dot_products: expected rows of equal length, got 3 and 5");
  EXPECT_ERROR(squared_distances(a.matrix, b.matrix, one), usage,
               "squared_distances: expected 8 results of 2 x 4 rows, got 1");
  EXPECT_ERROR(dot_products({a.bytes, 2, 4}, b.matrix, c), usage, "dot_products: expected 2 x 4 bytes, got 6");
  EXPECT_ERROR(dot_products(deep.matrix, deep.matrix, one), usage,
               "dot_products: expected rows of at most 33025 bytes, so that the results fit 32 bits, got 33026");
  EXPECT_ERROR(gram(wide.matrix, sums), usage, "gram: expected 25 results of 5 columns, got 9");
  EXPECT_ERROR(column_sums(a.matrix, sums), usage, "column_sums: expected 3 sums, got 9");
}

}  // namespace
}  // namespace thimble
