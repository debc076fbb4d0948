#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "agreement.h"
#include "cuda/factors.h"

namespace thimble {
namespace {

struct Extents {
  int rows, depth, cols;
};
const std::vector<Extents> kExtents = {{1, 1, 1},    {3, 5, 7},    {64, 64, 64},  {65, 9, 33},  {130, 17, 131},
                                       {10, 300, 4}, {33, 700, 9}, {7, 1030, 40}, {200, 40, 10}};

class CudaMatmul : public OnGpu {};

TEST_F(CudaMatmul, AgreesForEveryTransposition) {
  for (const Extents& e : kExtents)
    for (int which = 0; which < 4; ++which) {
      const bool turn_a = which % 2 == 1, turn_b = which / 2 == 1;
      const Tensor a = random_tensor(turn_a ? Shape{e.depth, e.rows} : Shape{e.rows, e.depth}, 1);
      const Tensor b = random_tensor(turn_b ? Shape{e.cols, e.depth} : Shape{e.depth, e.cols}, 2);
      expect_agreement({a, b, random_tensor({e.rows, e.cols}, 3)}, [&](std::vector<Tensor>& t) {
        matmul(turn_a ? transposed(t[0]) : t[0], turn_b ? transposed(t[1]) : t[1], t[2]);
      });
    }
}

TEST_F(CudaMatmul, AddsAndFinishes) {
  for (const Extents& e : kExtents) {
    const Tensor a = random_tensor({e.rows, e.depth}, 4), b = random_tensor({e.depth, e.cols}, 5);
    expect_agreement({a, b, random_tensor({e.rows, e.cols}, 6), random_tensor({e.cols}, 7)},
                     [](std::vector<Tensor>& t) {
                       add_matmul(t[0], t[1], t[2]);
                       add_to_rows(t[3], t[2]);
                     });
    for (const bool relu : {false, true})
      expect_agreement({a, b, random_tensor({e.rows, e.cols}, 6), random_tensor({e.cols}, 7)},
                       [&](std::vector<Tensor>& t) { matmul_bias(t[0], t[1], t[3], relu, t[2]); });
  }
}

// 100 tiles of 128 x 128 and more are multiplied by the large tile.
TEST_F(CudaMatmul, LargeTilesAgree) {
  expect_agreement({random_tensor({1290, 11}, 1), random_tensor({11, 1281}, 2), Tensor({1290, 1281})},
                   [](std::vector<Tensor>& t) { matmul(t[0], t[1], t[2]); });
}

TEST_F(CudaMatmul, SumsOfColumnsAndChannelsAgree) {
  for (const Shape& shape : {Shape{1, 1, 1, 1}, Shape{3, 33, 2, 5}, Shape{40, 5, 13, 17}})
    expect_agreement({random_tensor(shape, 1), random_tensor({shape[1]}, 2)},
                     [](std::vector<Tensor>& t) { add_channel_sums(t[0], t[1]); });
  for (const Shape& shape : {Shape{1, 1}, Shape{9, 31}, Shape{100, 65}})
    expect_agreement({random_tensor(shape, 1), random_tensor({shape[1]}, 2)},
                     [](std::vector<Tensor>& t) { add_column_sums(t[0], t[1]); });
}

// Operands with few digits are what tensor cores take, so the product is the CPU's.
class CudaTensorCores : public CudaMatmul {
 protected:
  void TearDown() override { cuda::multiply_in(cuda::Factors::float32); }
};

Tensor with_digits(const Shape& shape, uint32_t seed, int numbers) {
  Tensor t(shape);
  Rng rng(seed, Purpose::test);
  for (float& value : t.values()) value = static_cast<float>(rng.below(2 * numbers) - numbers) / 64;
  return t;
}

TEST_F(CudaTensorCores, NumbersOfFewDigitsMultiplyExactly) {
  for (const auto& [factors, numbers] : {std::pair(cuda::Factors::tf32, 2048), {cuda::Factors::bf16, 256}})
    for (const Extents& e : {Extents{1, 1, 1}, {16, 8, 8}, {65, 9, 33}, {130, 33, 5}, {33, 520, 9}}) {
      cuda::multiply_in(factors);
      expect_agreement({with_digits({e.rows, e.depth}, 1, numbers), with_digits({e.cols, e.depth}, 2, numbers),
                        random_tensor({e.rows, e.cols}, 3)},
                       [](std::vector<Tensor>& t) {
                         matmul(t[0], transposed(t[1]), t[2]);
                         add_matmul(t[0], transposed(t[1]), t[2]);
                       });
    }
}

TEST_F(CudaTensorCores, OthersAreRounded) {
  const Tensor a = random_tensor({20, 40}, 1), b = random_tensor({40, 30}, 2);
  Tensor exact({20, 30}), rounded({20, 30}, 0, gpu());
  matmul(a, b, exact);
  for (const auto& [factors, share] : {std::pair(cuda::Factors::tf32, 0x1p-11), {cuda::Factors::bf16, 0x1p-8}}) {
    cuda::multiply_in(factors);
    matmul(a.to(gpu()), b.to(gpu()), rounded);
    const Tensor here = rounded.to(nullptr);
    double most = 0;
    for (int i = 0; i < here.size(); ++i)
      most = std::max(most, std::abs(static_cast<double>(here.data()[i]) - static_cast<double>(exact.data()[i])));
    EXPECT_GT(most, share);
    EXPECT_LT(most, 32 * share);
  }
}

}  // namespace
}  // namespace thimble
