#include "nn/fusion.h"

#include "core/ops.h"
#include "nn/conv2d.h"
#include "nn/dense.h"
#include "nn/max_pool.h"

namespace thimble {
namespace {

// Y = relu(X W + b)
class DenseRelu : public Layer {
 public:
  explicit DenseRelu(Dense& dense) : dense_(dense) {}
  Kind kind() const override { return Kind::fused; }
  std::string name() const override { return "dense_relu"; }
  std::string text() const override { return dense_.text() + ", relu"; }
  Shape build(const Shape& in, Rng&) override { return in; }

  void forward(const Tensor& x, Tensor& y, const Pass&) override {
    matmul_bias(x, dense_.weight().value, dense_.bias().value, true, y);  // Y = relu(X W + b)
  }

  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override {
    dz_.resize(dy.shape());
    relu_backward(y, dy, dz_);       // dZ = dY where Y > 0, else 0
    dense_.backward(x, y, dz_, dx);  // dW += X^T dZ,  db += sum_n dZ[n, :],  dX = dZ W^T
  }

 private:
  Dense& dense_;
  Tensor dz_;
};

// Y = max_pool(relu(W * X + b))
class ConvReluPool : public Layer {
 public:
  ConvReluPool(Conv2d& conv, MaxPool& pool) : conv_(conv), pool_(pool) {}
  Kind kind() const override { return Kind::fused; }
  std::string name() const override { return "conv2d_relu_max_pooling2d"; }
  std::string text() const override { return conv_.text() + ", relu, " + pool_.text(); }
  Shape build(const Shape& in, Rng&) override { return in; }

  void forward(const Tensor& x, Tensor& y, const Pass&) override {
    conv2d_relu_pool(x, conv_.weight().value, conv_.bias().value, conv_.window(), pool_.window(), y, winner_);
  }

  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override {
    conv2d_relu_pool_backward(x, conv_.weight().value, y, dy, winner_, conv_.window(), pool_.window(), dx,
                              conv_.weight().grad, conv_.bias().grad);
  }

 private:
  Conv2d& conv_;
  MaxPool& pool_;
  std::vector<uint8_t> winner_;
};

}  // namespace

Fusion fusion_at(std::span<const std::unique_ptr<Layer>> layers, size_t first) {
  const auto kind = [&](size_t i) { return first + i < layers.size() ? layers[first + i]->kind() : Kind::other; };
  const auto layer = [&](size_t i) -> Layer& { return *layers[first + i]; };
  if (kind(0) == Kind::conv2d && kind(1) == Kind::relu && kind(2) == Kind::max_pool)
    return {std::make_unique<ConvReluPool>(static_cast<Conv2d&>(layer(0)), static_cast<MaxPool&>(layer(2))), 3};
  if (kind(0) == Kind::dense && kind(1) == Kind::relu) {
    Dense& dense = static_cast<Dense&>(layer(0));
    if (!dense.bias().value.empty()) return {std::make_unique<DenseRelu>(dense), 2};
  }
  return {};
}

}  // namespace thimble
