#include "core/ops.h"

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

std::vector<double> plain_product(const Matrix& a, const Matrix& b, const Tensor* start = nullptr) {
  std::vector<double> c;
  for (int i = 0; i < a.rows; ++i)
    for (int j = 0; j < b.cols; ++j) {
      double sum = start == nullptr ? 0 : static_cast<double>(start->data()[i * b.cols + j]);
      for (int k = 0; k < a.cols; ++k)
        sum += static_cast<double>(a.data[i * a.row_stride + k * a.col_stride]) *
               static_cast<double>(b.data[k * b.row_stride + j * b.col_stride]);
      c.push_back(sum);
    }
  return c;
}

TEST(Matmul, MultipliesByHand) {
  const Tensor a({2, 3}, {1, 2, 3, 4, 5, 6}), b({3, 2}, {7, 8, 9, 10, 11, 12});
  Tensor c({2, 2}, 99);
  matmul(a, b, c);  // 1*7 + 2*9 + 3*11 = 58, ...
  expect_close(c, {58, 64, 139, 154}, 0);
  add_matmul(a, b, c);
  expect_close(c, {116, 128, 278, 308}, 0);
}

TEST(Matmul, TreatsAllAxesBehindTheFirstAsColumns) {
  const Tensor x({2, 1, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}), w({4, 1}, {1, 10, 100, 1000});
  Tensor y({2, 1, 1, 1});
  matmul(x, w, y);
  expect_close(y, {4321, 8765}, 0);
}

TEST(Matmul, AgreesWithPlainLoopsForOddSizesAndEveryTransposition) {
  const int sizes[][3] = {{1, 1, 1},    {1, 7, 5},     {13, 1, 3},    {7, 33, 1},
                          {17, 31, 67}, {50, 65, 130}, {5, 300, 600}, {300, 5, 600}};
  for (const auto& [rows, cols, depth] : sizes) {
    const Tensor a = random_tensor({rows, depth}, 1), b = random_tensor({depth, cols}, 2);
    const Tensor at = random_tensor({depth, rows}, 3), bt = random_tensor({cols, depth}, 4);
    for (const Matrix& left : {Matrix(a), transposed(at)})
      for (const Matrix& right : {Matrix(b), transposed(bt)}) {
        Tensor c = random_tensor({rows, cols}, 5);
        const std::vector<double> sum = plain_product(left, right, &c);
        add_matmul(left, right, c);
        expect_close(c, sum, 1e-5);
        matmul(left, right, c);
        expect_close(c, plain_product(left, right), 1e-5);
      }
  }
}

TEST(Matmul, WithNothingToSumIsZero) {
  const Tensor a(Shape{3, 0}), b(Shape{0, 2});
  Tensor c({3, 2}, 5);
  add_matmul(a, b, c);
  expect_close(c, std::vector<double>(6, 5), 0);
  matmul(a, b, c);
  expect_close(c, std::vector<double>(6, 0), 0);
}

TEST(Matmul, LeavesOutAResultThatNobodyWants) {
  const Tensor a = random_tensor({3, 4}, 1), b = random_tensor({4, 2}, 2);
  Tensor nothing;
  matmul(a, b, nothing);
  add_matmul(a, b, nothing);
  EXPECT_TRUE(nothing.empty());
  Tensor no_rows(Shape{0, 2});
  matmul(Tensor(Shape{0, 4}), b, no_rows);
  EXPECT_TRUE(no_rows.empty());
}

TEST(Matmul, NamesTheShapesThatDoNotFit) {
  const Tensor a({2, 3}), b({4, 2});
  Tensor c({2, 2}), wide({2, 5});
  EXPECT_ERROR(matmul(a, b, c), usage, "matmul: expected equal inner sizes, got (2, 3) times (4, 2)");
  EXPECT_ERROR(matmul(a, Tensor(Shape{3, 2}), wide), usage, "matmul: expected a result of shape (2, 2), got (2, 5)");
}

TEST(Matmul, GivesTheSameBytesForAnyThreads) {
  const int sizes[][3] = {{512, 128, 300}, {700, 128, 70}, {64, 700, 128},
                          {33, 10, 128},   {512, 10, 256}, {32, 128, 784}};
  for (const auto& [rows, cols, depth] : sizes) {
    const Tensor a = random_tensor({rows, depth}, 1), b = random_tensor({depth, cols}, 2),
                 bias = random_tensor({cols}, 3);
    const Shape shape{rows, cols};
    expect_same_bytes_for_any_threads([&] {
      std::vector<Tensor> out{Tensor(shape), Tensor(shape, 1), Tensor(shape)};
      matmul(a, b, out[0]);
      add_matmul(a, b, out[1]);
      matmul_bias(a, b, bias, true, out[2]);
      return out;
    });
  }
}

TEST(MatmulBias, AgreesWithThePlainOps) {
  for (const Shape& size : {Shape{1, 1, 1}, Shape{5, 33, 7}, Shape{130, 40, 300}, Shape{0, 4, 3}, Shape{3, 4, 0}}) {
    const Tensor a = random_tensor({size[0], size[2]}, 1), b = random_tensor({size[2], size[1]}, 2),
                 bias = random_tensor({size[1]}, 3);
    Tensor c({size[0], size[1]}, 99), want({size[0], size[1]});
    matmul(a, b, want);
    add_to_rows(bias, want);
    matmul_bias(a, b, bias, false, c);
    expect_close(c, want, 1e-6);
    relu(want, want);
    matmul_bias(a, b, bias, true, c);
    expect_close(c, want, 1e-6);
  }
  Tensor c({2, 2});
  EXPECT_ERROR(matmul_bias(Tensor(Shape{2, 3}), Tensor(Shape{3, 2}), Tensor(Shape{3}), true, c), usage,
               "matmul_bias: expected 2 biases, got (3)");
}

TEST(AddToRows, AddsTheBiasToEveryRow) {
  Tensor y({2, 3}, {1, 2, 3, 4, 5, 6});
  add_to_rows(Tensor({3}, {10, 20, 30}), y);
  expect_close(y, {11, 22, 33, 14, 25, 36}, 0);
  EXPECT_ERROR(add_to_rows(Tensor(Shape{2}), y), usage, "add_to_rows: expected 3 values for rows of (2, 3), got (2)");
}

TEST(AddColumnSums, AddsToWhatIsThere) {
  Tensor out({3}, {100, 200, 300});
  add_column_sums(Tensor({2, 3}, {1, 2, 3, 4, 5, 6}), out);
  expect_close(out, {105, 207, 309}, 0);
}

TEST(AddColumnSums, AgreesWithPlainLoopsAndForAnyThreads) {
  const Tensor dy = random_tensor({37, 2500}, 1);
  std::vector<double> want(2500, 0.5);
  for (int n = 0; n < 37; ++n)
    for (int j = 0; j < 2500; ++j) want[static_cast<size_t>(j)] += static_cast<double>(dy(n, j));
  Tensor out({2500}, 0.5f);
  add_column_sums(dy, out);
  expect_close(out, want, 1e-6);
  expect_same_bytes_for_any_threads([&] {
    Tensor sums({2500}), y = dy;
    add_column_sums(dy, sums);
    add_to_rows(sums, y);
    return std::vector<Tensor>{sums, y};
  });
}

}  // namespace
}  // namespace thimble
