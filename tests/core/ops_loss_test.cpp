#include "core/ops.h"

#include <limits>

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

std::vector<double> plain_softmax(const Tensor& x) {
  std::vector<double> y;
  const int width = x.size() / x.dim(0);
  for (int n = 0; n < x.dim(0); ++n) {
    double total = 0;
    for (float v : x.row(n)) total += std::exp(static_cast<double>(v));
    for (int k = 0; k < width; ++k)
      y.push_back(std::exp(static_cast<double>(x.row(n)[static_cast<size_t>(k)])) / total);
  }
  return y;
}

TEST(Softmax, ByHand) {
  Tensor y({2, 2});
  softmax(Tensor({2, 2}, {0, std::log(3.f), 1000, 1000}), y);  // e^1000 is no float: the maximum is taken off first
  expect_close(y, {0.25, 0.75, 0.5, 0.5}, 1e-7);
}

TEST(Softmax, AgreesWithPlainLoops) {
  for (const Shape& shape : {Shape{1, 1}, Shape{7, 10}, Shape{3, 67}, Shape{2000, 10}}) {
    Tensor x = random_tensor(shape, 1);
    for (float& v : x.values()) v *= 8;
    const Tensor dy = random_tensor(shape, 2);
    Tensor y(shape), dx(shape);
    softmax(x, y);
    const std::vector<double> want = plain_softmax(x);
    expect_close(y, want, 1e-6);
    std::vector<double> gradient;
    for (int n = 0; n < shape[0]; ++n) {
      double mean = 0;
      for (int k = 0; k < shape[1]; ++k)
        mean += want[static_cast<size_t>(n * shape[1] + k)] * static_cast<double>(dy(n, k));
      for (int k = 0; k < shape[1]; ++k)
        gradient.push_back(want[static_cast<size_t>(n * shape[1] + k)] * (static_cast<double>(dy(n, k)) - mean));
    }
    softmax_backward(y, dy, dx);
    expect_close(dx, gradient, 1e-6);
  }
}

TEST(SoftmaxCrossEntropy, ByHand) {
  const Tensor z({2, 2}, {0, std::log(3.f), 5, 5});
  const std::vector<int> labels{1, 0};
  Tensor dz({2, 2}, 99);
  // (-ln 3/4 - ln 1/2) / 2
  EXPECT_NEAR(softmax_cross_entropy(z, labels, dz), (std::log(4.0 / 3) + std::log(2.0)) / 2, 1e-7);
  expect_close(dz, {0.125, -0.125, -0.25, 0.25}, 1e-7);
}

TEST(SoftmaxCrossEntropy, AgreesWithPlainLoopsForLabelsAndTargets) {
  for (const Shape& shape : {Shape{1, 2}, Shape{37, 10}, Shape{1500, 10}}) {
    Tensor z = random_tensor(shape, 1), targets(shape), soft(shape);
    for (float& v : z.values()) v *= 10;
    std::vector<int> labels;
    for (int n = 0; n < shape[0]; ++n) {
      labels.push_back(n * 7 % shape[1]);
      targets(n, labels.back()) = 1;
      soft(n, labels.back()) = 0.75f;
      soft(n, (labels.back() + 1) % shape[1]) = 0.25f;
    }
    const std::vector<double> p = plain_softmax(z);
    double want = 0, want_soft = 0;
    std::vector<double> gradient, gradient_soft;
    for (int i = 0; i < z.size(); ++i) {
      const auto at = static_cast<size_t>(i);
      want -= static_cast<double>(targets.data()[i]) * std::log(p[at]) / shape[0];
      want_soft -= static_cast<double>(soft.data()[i]) * std::log(p[at]) / shape[0];
      gradient.push_back((p[at] - static_cast<double>(targets.data()[i])) / shape[0]);
      gradient_soft.push_back((p[at] - static_cast<double>(soft.data()[i])) / shape[0]);
    }
    Tensor dz(shape, 99), nothing;
    EXPECT_NEAR(softmax_cross_entropy(z, labels, dz), want, 1e-6 * want);
    expect_close(dz, gradient, 1e-7);
    EXPECT_NEAR(softmax_cross_entropy(z, targets, dz), want, 1e-6 * want);
    expect_close(dz, gradient, 1e-7);
    EXPECT_NEAR(softmax_cross_entropy(z, soft, dz), want_soft, 1e-6 * want_soft);
    expect_close(dz, gradient_soft, 1e-7);
    EXPECT_NEAR(softmax_cross_entropy(z, labels, nothing), want, 1e-6 * want);
  }
}

TEST(SoftmaxCrossEntropy, OfNoSamplesIsZero) {
  Tensor nothing;
  EXPECT_EQ(softmax_cross_entropy(Tensor(Shape{0, 10}), std::vector<int>{}, nothing), 0);
}

TEST(SoftmaxCrossEntropy, SurvivesHugeLogitsAndShowsNaN) {
  Tensor dz({1, 3});
  const std::vector<int> label{0};
  EXPECT_NEAR(softmax_cross_entropy(Tensor({1, 3}, {-1e6f, 0, 1e6f}), label, dz), 2e6, 1);
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(std::isfinite(softmax_cross_entropy(Tensor({1, 3}, {nan, 0, 1}), label, dz)));
  EXPECT_FALSE(std::isfinite(softmax_cross_entropy(Tensor({1, 3}, {0, nan, 1}), label, dz)));
  EXPECT_FALSE(std::isfinite(softmax_cross_entropy(Tensor({1, 3}, {0, 1, infinity}), label, dz)));
}

TEST(SoftmaxCrossEntropy, NamesWhatDoesNotFit) {
  Tensor dz({2, 3});
  EXPECT_ERROR(softmax_cross_entropy(Tensor(Shape{2, 3}), std::vector<int>{1}, dz), usage,
               "softmax_cross_entropy: expected 2 labels for (2, 3), got 1");
  EXPECT_ERROR(softmax_cross_entropy(Tensor(Shape{2, 3}), std::vector<int>{1, 3}, dz), usage,
               "softmax_cross_entropy: expected labels in 0..2, got 3");
  EXPECT_ERROR(softmax_cross_entropy(Tensor(Shape{2, 3}), Tensor(Shape{2, 4}), dz), usage,
               "softmax_cross_entropy: expected equal sizes, got (2, 3) and (2, 4)");
}

TEST(SquaredError, ByHand) {
  Tensor dy({2, 2}, 99), nothing;
  const Tensor y({2, 2}, {1, 2, 3, 4}), targets({2, 2}, {1, 0, 0, 0});
  EXPECT_DOUBLE_EQ(squared_error(y, targets, dy), (4 + 9 + 16) / 4.0);
  expect_close(dy, {0, 1, 1.5, 2}, 0);
  EXPECT_DOUBLE_EQ(squared_error(y, targets, nothing), 29 / 4.0);
}

TEST(Loss, GivesTheSameBytesForAnyThreads) {
  const Tensor z = random_tensor({3000, 10}, 1);
  const std::vector<int> labels(3000, 3);
  expect_same_bytes_for_any_threads([&] {
    std::vector<Tensor> out(3, Tensor(z.shape()));
    softmax(z, out[0]);
    softmax_backward(out[0], z, out[1]);
    const double loss = softmax_cross_entropy(z, labels, out[2]);
    Tensor kept(Shape{2});
    static_assert(sizeof loss == 2 * sizeof(float));
    std::memcpy(kept.data(), &loss, sizeof loss);
    out.push_back(kept);
    return out;
  });
}

}  // namespace
}  // namespace thimble
