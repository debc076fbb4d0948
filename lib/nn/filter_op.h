// Dense or convolution with what follows it, in one pass over panels:
//
//   Y = dropout(max_pool(relu(W * X + b)))        relu, max_pool and dropout each as far as they are there
//
// A unit that dropout or ReLU has silenced is exactly 0 in Y, so that backward needs no mask:
//   dZ = scale dY where Y > 0, else 0;   scale = 1 / (1 - p) under dropout
#pragma once

#include <cstdint>
#include <vector>

#include "core/ops_filter.h"
#include "nn/compute.h"
#include "nn/dropout.h"
#include "nn/op.h"

namespace thimble {

class FilterOp final : public Op {
 public:
  // What is fused with the product. A pool needs relu and windows that do not overlap; dropout needs relu.
  struct Tail {
    bool relu = false;
    const Window* pool = nullptr;
    const Dropout* dropout = nullptr;
  };
  FilterOp(const Filter& filter, Parameter& w, Parameter& b, const Tail& tail, Compute compute = Compute::float32);

  const PanelShape& output() const { return out_; }
  bool has_relu() const { return tail_.relu; }
  bool ends_in_relu() const { return tail_.relu && tail_.pool == nullptr && tail_.dropout == nullptr; }
  void leave_relu_to_next() { masked_ = true; }  // dy arrives as scale dY, and 0 where Y is
  // X is what `before` puts out, and dX takes its place: dX = scale dX where X > 0, else 0, with the scale of `before`.
  void gate(FilterOp& before);

  void forward(const Flow& x, Flow& y, const Pass& pass) override;
  void backward(const Flow& x, const Flow& y, Flow& dy, Flow& dx) override;
  bool set_gradients() override { return set_ = true; }

 private:
  Weights weights(const Pass& pass);
  void multiply(const Panels& x, const Panels& y, const Pass& pass);
  void multiply_bf16(const Panels& x, const Panels& y, const Pass& pass);

  Filter filter_;
  Parameter &w_, &b_;
  Tail tail_;
  Window pool_{};
  PanelShape out_;
  bool masked_ = false;
  bool first_ = false, by_winners_ = false;  // is_first_conv, goes_by_winners
  const FilterOp* before_ = nullptr;
  bool set_ = false;  // the next gradients of the parameters take the place of the old ones
  float scale_ = 1;   // of the last forward pass
  bool bf16_;
  Tensor packed_, turned_, dz_;
  std::vector<uint32_t> packed_bf16_, turned_bf16_;
  std::vector<uint8_t> winner_;
};

}  // namespace thimble
