#include "kernels/gemm.h"

#include <cstring>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

// A rows x cols matrix stored either way round.
struct Stored {
  Row values;
  Operand operand;
  Stored(int rows, int cols, bool transposed, uint32_t seed)
      : values(rows * cols, seed), operand{values.data(), transposed ? 1 : cols, transposed ? rows : 1} {}
  double at(int i, int j) const { return values.data()[i * operand.row_stride + j * operand.col_stride]; }
};

Row run(int rows, int cols, int depth, const Stored& a, const Stored& b, const Row& c0, int c_stride, bool accumulate) {
  Row c = c0;
  std::vector<float> scratch(static_cast<size_t>(gemm_scratch(rows, cols, depth)));
  gemm(rows, cols, depth, a.operand, b.operand, c.data(), c_stride, accumulate, scratch.data());
  return c;
}

void expect_product(int rows, int cols, int depth, bool a_turned, bool b_turned, bool accumulate,
                    int extra_stride = 0) {
  SCOPED_TRACE(::testing::Message() << rows << "x" << cols << "x" << depth << (a_turned ? " A'" : "")
                                    << (b_turned ? " B'" : ""));
  const int stride = cols + extra_stride;
  const Stored a(rows, depth, a_turned, 1), b(depth, cols, b_turned, 2);
  const Row c0(rows * stride, 3), c = run(rows, cols, depth, a, b, c0, stride, accumulate);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < stride; ++j) {
      if (j >= cols) {
        ASSERT_EQ(c[i * stride + j], c0[i * stride + j]) << "between the rows of C";
        continue;
      }
      double sum = accumulate ? double{c0[i * stride + j]} : 0;
      for (int k = 0; k < depth; ++k) sum += a.at(i, k) * b.at(k, j);
      ASSERT_NEAR(c[i * stride + j], sum, 2e-6 * (depth + 4)) << i << ", " << j;
    }
}

class Gemm : public ::testing::Test {
 protected:
  void TearDown() override { use(before_); }
  const char* before_ = active().isa;
};

TEST_F(Gemm, MultipliesByHand) {
  // (1 2; 3 4) (5 6; 7 8) = (19 22; 43 50)
  for_every_set([](const Kernels& set) {
    use(set.isa);
    const float a[4] = {1, 2, 3, 4}, b[4] = {5, 6, 7, 8};
    float c[4] = {-1, -1, -1, -1};
    std::vector<float> scratch(static_cast<size_t>(gemm_scratch(2, 2, 2)));
    gemm(2, 2, 2, {a, 2, 1}, {b, 2, 1}, c, 2, false, scratch.data());
    EXPECT_EQ(c[0], 19);
    EXPECT_EQ(c[1], 22);
    EXPECT_EQ(c[2], 43);
    EXPECT_EQ(c[3], 50);
  });
}

TEST_F(Gemm, AgreesWithTheTripleLoopForOddSizesAndAllTransposes) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    const int sizes[][3] = {{1, 1, 1},    {1, 10, 7},  {5, 3, 2},    {13, 33, 17},
                            {32, 10, 65}, {67, 66, 9}, {7, 129, 31}, {100, 1, 50}};
    for (const auto& s : sizes)
      for (int way = 0; way < 8; ++way) expect_product(s[0], s[1], s[2], way & 1, way & 2, way & 4);
  });
}

TEST_F(Gemm, AgreesAcrossTheBordersOfItsBlocks) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    expect_product(200, 40, 700, false, false, false);  // several blocks of rows and of depth
    expect_product(9, 1100, 270, true, true, true);     // two blocks of columns, two of depth
  });
}

TEST_F(Gemm, LeavesWhatLiesBetweenTheRowsOfC) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    expect_product(14, 35, 20, false, true, false, 5);
    expect_product(14, 35, 20, false, true, true, 5);
  });
}

TEST_F(Gemm, ZeroDepthClearsOrKeeps) {
  float c[2] = {4, 5};
  std::vector<float> scratch(static_cast<size_t>(gemm_scratch(1, 2, 0)) + 1);
  gemm(1, 2, 0, {c, 0, 1}, {c, 2, 1}, c, 2, true, scratch.data());
  EXPECT_EQ(c[1], 5);
  gemm(1, 2, 0, {c, 0, 1}, {c, 2, 1}, c, 2, false, scratch.data());
  EXPECT_EQ(c[1], 0);
}

TEST_F(Gemm, SplittingRowsOrColumnsChangesNoBit) {
  const int rows = 61, cols = 75, depth = 400;
  const Stored a(rows, depth, false, 1), b(depth, cols, false, 2);
  for_every_set([&](const Kernels& set) {
    use(set.isa);
    const Row zero(rows * cols, 3), whole = run(rows, cols, depth, a, b, zero, cols, false);
    std::vector<float> scratch(static_cast<size_t>(gemm_scratch(rows, cols, depth)));
    for (int cut_row : {1, 12, 40})
      for (int cut_col : {1, 32, 50}) {
        Row parts = zero;
        for (int p = 0; p < 4; ++p) {
          const int i = p < 2 ? 0 : cut_row, height = p < 2 ? cut_row : rows - cut_row;
          const int j = p % 2 ? cut_col : 0, width = p % 2 ? cols - cut_col : cut_col;
          gemm(height, width, depth, {a.operand.data + i * depth, depth, 1}, {b.operand.data + j, cols, 1},
               parts.data() + i * cols + j, cols, false, scratch.data());
        }
        ASSERT_EQ(std::memcmp(parts.data(), whole.data(), sizeof(float) * static_cast<size_t>(rows * cols)), 0)
            << cut_row << ", " << cut_col;
      }
  });
}

}  // namespace
}  // namespace thimble::kernels
