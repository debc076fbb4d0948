#include "kernels/gemm_u8.h"

#include "kernels/bytes.h"
#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

class GemmU8 : public ::testing::Test {
 protected:
  void TearDown() override { use(before_); }
  const char* before_ = active().isa;
};

using Product = decltype(&products_u8);

std::vector<int32_t> run(Product product, int rows, int cols, int depth, const Bytes& a, const Bytes& b, int gap) {
  std::vector<int32_t> c(static_cast<size_t>(rows * (cols + gap)), -1);
  std::vector<uint32_t> scratch(static_cast<size_t>(products_u8_scratch(rows, cols, depth)));
  product(rows, cols, depth, a.data(), depth + gap, b.data(), depth + gap, c.data(), cols + gap, scratch.data());
  return c;
}

void expect_exact(int rows, int cols, int depth, const Bytes& a, const Bytes& b, int gap = 0) {
  SCOPED_TRACE(::testing::Message() << rows << " x " << cols << " x " << depth);
  const std::vector<int32_t> dots = run(products_u8, rows, cols, depth, a, b, gap);
  const std::vector<int32_t> distances = run(squared_distances_u8, rows, cols, depth, a, b, gap);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols + gap; ++j) {
      int64_t dot = 0, distance = 0;
      for (int k = 0; k < depth && j < cols; ++k) {
        const int x = a[i * (depth + gap) + k], y = b[j * (depth + gap) + k];
        dot += x * y;
        distance += (x - y) * (x - y);
      }
      const size_t at = static_cast<size_t>(i * (cols + gap) + j);
      ASSERT_EQ(dots[at], j < cols ? dot : -1) << i << ", " << j;
      ASSERT_EQ(distances[at], j < cols ? distance : -1) << i << ", " << j;
    }
}

TEST_F(GemmU8, ProductsAndDistancesAreExactForOddSizes) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    const int sizes[][3] = {{0, 5, 3},    {5, 0, 3},    {1, 1, 1},   {1, 10, 7},   {5, 3, 2},
                            {13, 33, 17}, {32, 10, 65}, {67, 66, 9}, {7, 129, 31}, {100, 1, 50}};
    for (const auto& s : sizes)
      for (int gap : {0, 5})
        expect_exact(s[0], s[1], s[2], Bytes(s[0] * (s[2] + gap), 1), Bytes(s[1] * (s[2] + gap), 2), gap);
  });
}

TEST_F(GemmU8, ZeroDepthGivesZeros) {
  const Bytes none(0);
  for_every_set([&](const Kernels& set) {
    use(set.isa);
    expect_exact(3, 4, 0, none, none);
  });
}

TEST_F(GemmU8, AgreesAcrossTheBordersOfItsBlocks) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    expect_exact(40, 12, 16001, Bytes(40 * 16001, 1), Bytes(12 * 16001, 2));  // several blocks of a
    expect_exact(3, 290, 8002, Bytes(3 * 8002, 3), Bytes(290 * 8002, 4));     // several blocks of b
  });
}

TEST_F(GemmU8, IsExactForTheLargestBytesDownToTheDeepest) {
  static_assert(int64_t{kDeepest} * 255 * 255 < int64_t{1} << 31);
  for_every_set([](const Kernels& set) {
    use(set.isa);
    for (int depth : {784, kDeepest}) {
      const Bytes zero = Bytes::all(2 * depth, 0), most = Bytes::all(2 * depth, 255);
      expect_exact(2, 2, depth, most, most);
      expect_exact(2, 2, depth, zero, most);
      expect_exact(2, 2, depth, most, zero);
    }
  });
}

TEST_F(GemmU8, PacksColumnsAsItPacksRows) {
  const int rows = 45, depth = 39;
  const Bytes x(rows * depth, 5);
  Bytes turned(rows * depth);
  for (int i = 0; i < rows; ++i)
    for (int k = 0; k < depth; ++k) turned.data()[k * rows + i] = x[i * depth + k];
  for_every_set([&](const Kernels& set) {
    use(set.isa);
    for (Side side : {Side::a, Side::b}) {
      std::vector<uint32_t> by_rows(static_cast<size_t>(packed_words(side, rows, depth)), 1), by_columns = by_rows;
      pack_u8(side, rows, depth, {x.data(), depth, 1}, by_rows.data());
      pack_u8(side, rows, depth, {turned.data(), 1, rows}, by_columns.data());
      EXPECT_EQ(by_rows, by_columns);
    }
  });
}

TEST_F(GemmU8, TilesCoverEveryCellOnce) {
  const int rows = 50, cols = 70, depth = 21;
  const Bytes a(rows * depth, 6), b(cols * depth, 7);
  for_every_set([&](const Kernels& set) {
    use(set.isa);
    ASSERT_LE(set.byte_rows * set.byte_cols, kMostTileCells);
    std::vector<uint32_t> packed_a(static_cast<size_t>(packed_words(Side::a, rows, depth)));
    std::vector<uint32_t> packed_b(static_cast<size_t>(packed_words(Side::b, cols, depth)));
    pack_u8(Side::a, rows, depth, {a.data(), depth, 1}, packed_a.data());
    pack_u8(Side::b, cols, depth, {b.data(), depth, 1}, packed_b.data());
    std::vector<int> seen(static_cast<size_t>(rows * cols));
    for_each_tile_u8(rows, cols, depth, packed_a.data(), packed_b.data(),
                     [&](int i, int height, int j, int width, const int32_t* tile, int stride) {
                       for (int p = i; p < i + height; ++p)
                         for (int q = j; q < j + width; ++q) {
                           int sum = 0;
                           for (int k = 0; k < depth; ++k) sum += a[p * depth + k] * (b[q * depth + k] - 128);
                           EXPECT_EQ(tile[(p - i) * stride + q - j], sum) << p << ", " << q;
                           ++seen[static_cast<size_t>(p * cols + q)];
                         }
                     });
    EXPECT_EQ(seen, std::vector<int>(static_cast<size_t>(rows * cols), 1));
  });
}

}  // namespace
}  // namespace thimble::kernels
