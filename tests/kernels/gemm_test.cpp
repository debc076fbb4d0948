#include "kernels/gemm.h"

#include <cstring>
#include <limits>
#include <vector>

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

// What gemm is asked for besides the product.
struct Way {
  bool a_turned = false, b_turned = false, accumulate = false, relu = false;
  int extra_stride = 0;
};

Row run(int rows, int cols, int depth, Operand a, Operand b, const Row& c0, int c_stride, const float* start,
        bool relu = false) {
  Row c = c0;
  std::vector<float> scratch(kGemmScratch);
  gemm(rows, cols, depth, a, b, c.data(), c_stride, start, relu, scratch.data());
  return c;
}

void expect_matrix(int rows, int cols, int depth, const Way& way) {
  SCOPED_TRACE(::testing::Message() << rows << "x" << cols << "x" << depth << (way.a_turned ? " A'" : "")
                                    << (way.b_turned ? " B'" : "") << (way.accumulate ? " +=" : "")
                                    << (way.relu ? " relu" : ""));
  const int stride = cols + way.extra_stride;
  const Stored a(rows, depth, way.a_turned, 1), b(depth, cols, way.b_turned, 2);
  const Row c0(rows * stride, 3), start(cols, 4);
  const Row c =
      run(rows, cols, depth, a.operand, b.operand, c0, stride, way.accumulate ? nullptr : start.data(), way.relu);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < stride; ++j) {
      if (j >= cols) {
        ASSERT_EQ(c[i * stride + j], c0[i * stride + j]) << "between the rows of C";
        continue;
      }
      double sum = way.accumulate ? double{c0[i * stride + j]} : double{start[j]};
      for (int k = 0; k < depth; ++k) sum += a.at(i, k) * b.at(k, j);
      if (way.relu && sum < 0) sum = 0;
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
    const float none[2] = {0, 0};
    const Row c = run(2, 2, 2, {a, 2, 1}, {b, 2, 1}, Row(4), 2, none);
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
      for (int way = 0; way < 16; ++way)
        expect_matrix(s[0], s[1], s[2], {(way & 1) != 0, (way & 2) != 0, (way & 4) != 0, (way & 8) != 0});
  });
}

TEST_F(Gemm, AgreesAcrossTheBordersOfItsBlocks) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    for (int relu : {0, 1}) {
      expect_matrix(530, 40, 70, {.relu = relu != 0});  // several blocks of rows, of depth, of columns
      expect_matrix(70, 40, 800, {.relu = relu != 0});
      expect_matrix(65, 300, 40, {.relu = relu != 0});
      expect_matrix(129, 33, 400, {.a_turned = true, .relu = relu != 0});
      expect_matrix(130, 48, 512, {.b_turned = true, .relu = relu != 0});
      expect_matrix(9, 1100, 270, {.a_turned = true, .b_turned = true, .accumulate = true, .relu = relu != 0});
    }
  });
}

TEST_F(Gemm, LeavesWhatLiesBetweenTheRowsOfC) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    expect_matrix(14, 35, 20, {.b_turned = true, .extra_stride = 5});
    expect_matrix(14, 35, 20, {.b_turned = true, .accumulate = true, .extra_stride = 5});
    expect_matrix(14, 64, 20, {.relu = true, .extra_stride = 3});
  });
}

// Every second row of the one, every third column of the other.
TEST_F(Gemm, ReadsOperandsOfAnyStrides) {
  const int rows = 19, cols = 37, depth = 300;
  const Row x(rows * 2 * depth * 2, 1), y(depth * cols * 3, 2), zeros(cols, 1, 0, 0);
  for_every_set([&](const Kernels& set) {
    use(set.isa);
    const Row c =
        run(rows, cols, depth, {x.data(), depth * 4, 2}, {y.data(), cols * 3, 3}, Row(rows * cols), cols, zeros.data());
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < cols; ++j) {
        double sum = 0;
        for (int k = 0; k < depth; ++k) sum += double{x[i * depth * 4 + k * 2]} * double{y[k * cols * 3 + j * 3]};
        ASSERT_NEAR(c[i * cols + j], sum, 6e-4) << i << ", " << j;
      }
  });
}

TEST_F(Gemm, ZeroDepthGivesTheStartOrKeeps) {
  for_every_set([](const Kernels& set) {
    use(set.isa);
    const Row c0(3 * 40, 1), start(40, 2);
    const Operand nothing{c0.data(), 0, 1};
    const Row kept = run(3, 40, 0, nothing, nothing, c0, 40, nullptr);
    const Row begun = run(3, 40, 0, nothing, nothing, c0, 40, start.data());
    const Row cut = run(3, 40, 0, nothing, nothing, c0, 40, start.data(), true);
    for (int i = 0; i < 3 * 40; ++i) {
      ASSERT_EQ(kept[i], c0[i]);
      ASSERT_EQ(begun[i], start[i % 40]);
      ASSERT_EQ(cut[i], start[i % 40] > 0 ? start[i % 40] : 0);
    }
  });
}

// Where a row of B fills no vector, whatever follows it in memory must not reach the result; nothing behind B is
// read.
TEST_F(Gemm, DropsWhatLiesBehindTheColumnsOfB) {
  const int rows = 5, depth = 40, stride = 37;
  for_every_set([&](const Kernels& set) {
    use(set.isa);
    for (int cols : {1, 4, 10, 15, 17, 31}) {
      const Row a(rows * depth, 1), zeros(cols, 1, 0, 0);
      Row b(depth * stride, 2);
      for (int k = 0; k < depth; ++k)
        for (int j = cols; j < stride; ++j) b.data()[k * stride + j] = std::numeric_limits<float>::quiet_NaN();
      const std::vector<float> exactly(b.data(), b.data() + (depth - 1) * stride + cols);
      const Row c = run(rows, cols, depth, {a.data(), depth, 1}, {exactly.data(), stride, 1}, Row(rows * cols), cols,
                        zeros.data());
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < cols; ++j) {
          double sum = 0;
          for (int k = 0; k < depth; ++k) sum += double{a[i * depth + k]} * double{b[k * stride + j]};
          ASSERT_NEAR(c[i * cols + j], sum, 1e-4) << i << ", " << j << " of " << cols;
        }
    }
  });
}

TEST_F(Gemm, SplittingRowsOrColumnsChangesNoBit) {
  const int rows = 80, cols = 75, depth = 400;
  const Stored a(rows, depth, false, 1), b(depth, cols, false, 2);
  const Row start(cols, 4);
  for_every_set([&](const Kernels& set) {
    use(set.isa);
    const Row c0(rows * cols, 3), whole = run(rows, cols, depth, a.operand, b.operand, c0, cols, start.data());
    std::vector<float> scratch(kGemmScratch);
    for (int cut_row : {1, 12, 70})
      for (int cut_col : {9, 32, 64}) {
        Row parts = c0;
        for (int p = 0; p < 4; ++p) {
          const int i = p < 2 ? 0 : cut_row, height = p < 2 ? cut_row : rows - cut_row;
          const int j = p % 2 ? cut_col : 0, width = p % 2 ? cols - cut_col : cut_col;
          gemm(height, width, depth, {a.operand.data + i * depth, depth, 1}, {b.operand.data + j, cols, 1},
               parts.data() + i * cols + j, cols, start.data() + j, false, scratch.data());
        }
        ASSERT_EQ(std::memcmp(parts.data(), whole.data(), sizeof(float) * static_cast<size_t>(rows * cols)), 0)
            << cut_row << ", " << cut_col;
      }
  });
}

}  // namespace
}  // namespace thimble::kernels
