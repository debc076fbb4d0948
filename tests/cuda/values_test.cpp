#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "agreement.h"

namespace thimble {
namespace {

class CudaValues : public OnGpu {};

const std::vector<int> kSizes = {1, 31, 256, 257, 5000};

TEST_F(CudaValues, ActivationsAgree) {
  for (const int size : kSizes)
    expect_agreement({random_tensor({size}, 1), random_tensor({size}, 2), Tensor({size}), Tensor({size}),
                      Tensor({size}), Tensor({size}), Tensor({size}), Tensor({size})},
                     [](std::vector<Tensor>& t) {
                       relu(t[0], t[2]);
                       relu_backward(t[2], t[1], t[3]);
                       sigmoid(t[0], t[4]);
                       sigmoid_backward(t[4], t[1], t[5]);
                       tanh(t[0], t[6]);
                       tanh_backward(t[6], t[1], t[7]);
                     });
}

TEST_F(CudaValues, UpdatesAgree) {
  for (const int size : kSizes)
    for (const bool nesterov : {false, true})
      expect_agreement({random_tensor({size}, 1), random_tensor({size}, 2), Tensor({size}, 0.25f),
                        random_tensor({size}, 3), random_tensor({size}, 4)},
                       [&](std::vector<Tensor>& t) {
                         sgd_step(0.1f, 0.9f, nesterov, t[0], t[1], t[3]);
                         adam_step(0.1f, 0.9f, 0.999f, 1e-7f, true, 3, t[0], t[1], t[2], t[3]);
                         add_scaled(0.5f, t[0], t[4]);
                         move_towards(0.1f, t[1], t[4]);
                         multiply_by(1.5f, t[4]);
                         copy(t[4], t[1]);
                         scale_to_unit(t[0], t[4]);
                       });
}

TEST_F(CudaValues, DropoutHasTheSameMasksAsOnTheCpu) {
  const std::vector<int> numbers = {5, 0, 123456};
  for (const Shape& shape : {Shape{3, 1}, Shape{3, 100}, Shape{3, 33, 5, 3}, Shape{3, 8, 2, 2}})
    for (const bool numbered : {false, true})
      expect_agreement(
          {Tensor(shape, 1), Tensor(shape)},
          [&](std::vector<Tensor>& t) {
            dropout(t[0], 0.3f, Key(7, Purpose::dropout, 2, 1), numbered ? numbers : std::vector<int>{}, t[1]);
          },
          0);
}

TEST_F(CudaValues, RowsAreGathered) {
  const std::vector<int> rows = {3, 0, 3, 6};
  expect_agreement(
      {random_tensor({7, 2, 5}, 1), Tensor({4, 2, 5})}, [&](std::vector<Tensor>& t) { gather_rows(t[0], rows, t[1]); },
      0);
}

TEST_F(CudaValues, SumsAndFinitenessComeBack) {
  for (const int size : {1, 4097, 300000}) {
    Tensor x = random_tensor({size}, 1);
    EXPECT_NEAR(sum_of_squares(x.to(gpu())), sum_of_squares(x), 1e-9 * sum_of_squares(x));
    EXPECT_TRUE(all_finite(x.to(gpu())));
    x.data()[size - 1] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_FALSE(all_finite(x.to(gpu())));
  }
}

// More ints than the ring holds go round it.
TEST_F(CudaValues, ManyStagedNumbersArrive) {
  Tensor all({1000, 1});
  for (int i = 0; i < 1000; ++i) all(i, 0) = static_cast<float>(i);
  const Tensor there = all.to(gpu());
  std::vector<int> rows(300000);
  Tensor x({300000, 1}, 0, gpu());
  for (int turn = 0; turn < 6; ++turn) {
    for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>((i + static_cast<size_t>(turn)) % 1000);
    gather_rows(there, rows, x);
    const Tensor here = x.to(nullptr);
    for (int i = 0; i < 300000; i += 997) ASSERT_EQ(here(i, 0), static_cast<float>((i + turn) % 1000));
  }
}

}  // namespace
}  // namespace thimble
