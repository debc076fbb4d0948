#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "agreement.h"

namespace thimble {
namespace {

class CudaLoss : public OnGpu {};

std::vector<int> labels_for(int rows, int classes) {
  std::vector<int> labels;
  for (int n = 0; n < rows; ++n) labels.push_back((7 * n + n / 3) % classes);
  return labels;
}

TEST_F(CudaLoss, SoftmaxAgreesForwardAndBackward) {
  for (const Shape& shape : {Shape{1, 1}, Shape{5, 10}, Shape{33, 40}, Shape{70, 3}})
    expect_agreement({random_tensor(shape, 1), Tensor(shape), random_tensor(shape, 2), Tensor(shape)},
                     [](std::vector<Tensor>& t) {
                       softmax(t[0], t[1]);
                       softmax_backward(t[1], t[2], t[3]);
                     });
}

TEST_F(CudaLoss, CrossEntropyAgreesAndCountsRightAnswers) {
  for (const float smoothing : {0.f, 0.2f})
    for (const Shape& shape : {Shape{1, 2}, Shape{5, 10}, Shape{300, 10}, Shape{33, 40}}) {
      Tensor z = random_tensor(shape, 1);
      for (int k = 0; k < shape[1]; ++k) z(0, k) = 1;  // all equal: the first class is the answer
      const std::vector<int> labels = labels_for(shape[0], shape[1]);
      expect_agreement({z, Tensor(shape), random_tensor({3, 2}, 4)},
                       [&](std::vector<Tensor>& t) { softmax_cross_entropy(t[0], labels, t[1], smoothing, 1, t[2]); });
    }
}

TEST_F(CudaLoss, ALogitThatIsNotFiniteMakesTheLossSo) {
  for (const float bad : {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
                          std::numeric_limits<float>::quiet_NaN()}) {
    Tensor z({3, 10}, 0.5f);
    z(1, 4) = bad;
    const std::vector<int> labels = {1, 2, 3};
    Tensor there = z.to(gpu()), dz(z.shape(), 0, gpu()), tally({1, 2}, 0, gpu());
    softmax_cross_entropy(there, labels, dz, 0, 0, tally);
    EXPECT_TRUE(std::isnan(tally.to(nullptr)(0, 0))) << bad;
  }
}

TEST_F(CudaLoss, PenaltiesAreTallied) {
  for (const int size : {1, 100, 5000, 300000})
    expect_agreement({random_tensor({size}, 1), random_tensor({2, 2}, 2)},
                     [](std::vector<Tensor>& t) { tally_squares(0.01f, t[0], 1, t[1]); });
}

}  // namespace
}  // namespace thimble
