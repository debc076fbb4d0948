// Whole networks as they run, fused, against central differences of the reference, layer after layer in double.
#include <cmath>

#include "nn/layer_support.h"
#include "nn/reference.h"
#include "nn/sequential.h"
#include "nn/spec.h"

namespace thimble {
namespace {

constexpr Pass kTrain{.mode = Mode::train};

class Reference {
 public:
  Reference(const Sequential& net, const Tensor& x, const Tensor& r)
      : net_(net), batch_(x.dim(0)), x_(doubles(x)), r_(doubles(r)) {
    for (const Parameter* p : net.parameters()) parameters.push_back(doubles(p->value));
  }

  Doubles forward() const {
    Doubles y = x_;
    size_t first = 0;
    for (int i = 0; i < net_.size(); ++i) {
      const size_t count = const_cast<Layer&>(net_.layer(i)).parameters().size();
      const std::vector<Doubles> own(parameters.begin() + static_cast<ptrdiff_t>(first),
                                     parameters.begin() + static_cast<ptrdiff_t>(first + count));
      y = reference_forward(net_.layer(i), i == 0 ? net_.input_shape() : net_.output_shape(i - 1), batch_, y, own,
                            kTrain);
      first += count;
    }
    return y;
  }

  // L = sum y r
  double loss() const {
    const Doubles y = forward();
    double sum = 0;
    for (size_t i = 0; i < y.size(); ++i) sum += y[i] * r_[i];
    return sum;
  }

  double derivative(double& value) const {
    constexpr double kStep = 1e-6;
    const double at = value;
    value = at + kStep;
    const double above = loss();
    value = at - kStep;
    const double below = loss();
    value = at;
    return (above - below) / (2 * kStep);
  }

  std::vector<Doubles> parameters;

 private:
  static Doubles doubles(const Tensor& t) { return {t.data(), t.data() + t.size()}; }
  const Sequential& net_;
  int batch_;
  Doubles x_, r_;
};

void expect_gradients_of(const std::string& text, const Shape& sample, int batch) {
  SCOPED_TRACE(text);
  Sequential net = parse_network(text);
  net.build(sample, 3);
  for (size_t i = 0; i < net.parameters().size(); ++i) {
    Tensor& value = net.parameters()[i]->value;
    const Tensor change = random_tensor(value.shape(), i, 0.1f);
    for (int k = 0; k < value.size(); ++k) value.data()[k] += change.data()[k];
  }
  const Tensor x = random_tensor(sample.with_batch(batch), 1);
  const Tensor r = random_tensor(net.output_shape(net.size() - 1).with_batch(batch), 2);
  Reference reference(net, x, r);

  const Tensor& y = net.forward(x, kTrain);
  const Doubles want = reference.forward();
  for (size_t i = 0; i < want.size(); ++i)
    ASSERT_NEAR(y.values()[i], want[i], 1e-5 * std::max(1.0, std::abs(want[i]))) << "output " << i;

  net.zero_gradients();
  net.backward(r);
  for (size_t i = 0; i < net.parameters().size(); ++i) {
    const Parameter& p = *net.parameters()[i];
    if (!p.trainable) continue;
    double difference = 0, norm = 0;
    for (int k = 0; k < p.value.size(); ++k) {
      const double numeric = reference.derivative(reference.parameters[i][static_cast<size_t>(k)]);
      const double d = static_cast<double>(p.grad.data()[k]) - numeric;
      difference += d * d;
      norm += numeric * numeric;
    }
    EXPECT_GT(norm, 1e-8) << p.name;
    EXPECT_LT(std::sqrt(difference / norm), 1e-4) << p.name;
  }
}

TEST(FusedGradients, AreTheDifferencesOfTheReference) {
  const Shape picture{1, 8, 7};
  expect_gradients_of("conv 3 3x3, relu, max_pool 2, flatten, dense 4, relu, dense 3", picture, 5);
  expect_gradients_of("conv 3 3x3 same, relu, max_pool 2, conv 4 2x2 stride 2, relu, flatten, dense 3", picture, 4);
  expect_gradients_of(
      "conv 3 3x3 same, relu, batch_norm, max_pool 2, conv 2 3x3 same, relu, batch_norm, flatten, dense 3", picture, 6);
  expect_gradients_of("conv 3 3x3, relu, avg_pool 2, conv 4 2x2, sigmoid, flatten, dense 3", picture, 4);
  expect_gradients_of("flatten, dense 6, relu, batch_norm, dense 5, tanh, dense 3, softmax", picture, 7);
  expect_gradients_of("batch_norm, conv 3 3x3 no_bias, relu, max_pool 3 stride 2, flatten, dense 3", {2, 8, 8}, 4);
  expect_gradients_of("conv 3 4x4 same, relu, max_pool 2, conv 2 1x1", {2, 6, 6}, 3);
}

TEST(FusedGradients, GoThroughAResidualBlockAndPastIt) {
  expect_gradients_of(
      "conv 3 3x3 same, relu, max_pool 2, residual ( conv 4 3x3 same, relu, batch_norm, conv 3 3x3 same, relu, "
      "batch_norm "
      "), residual ( conv 3 1x1 ), flatten, dense 3, scale 0.5",
      {1, 6, 6}, 5);
}

TEST(FusedGradients, HoldForMoreThanOneBlockOfChannels) {
  expect_gradients_of("conv 33 2x2, relu, max_pool 2, conv 2 1x1, relu, flatten, dense 3", {1, 5, 5}, 3);
  expect_gradients_of("flatten, dense 34, relu, dense 2", {1, 3, 3}, 3);
}

}  // namespace
}  // namespace thimble
