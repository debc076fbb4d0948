// One step of the plan by which a network runs: a layer as it is, or several in one pass over panels.
#pragma once

#include "core/panels.h"
#include "nn/layer.h"

namespace thimble {

// What flows between two ops, in one of two layouts: a tensor as the layers know it, or panels. Empty: not wanted.
struct Flow {
  Tensor tensor;
  Panels panels;
};

class Op {
 public:
  virtual ~Op() = default;
  virtual void forward(const Flow& x, Flow& y, const Pass& pass) = 0;
  // As Layer::backward; panels in dy may be overwritten.
  virtual void backward(const Flow& x, const Flow& y, Flow& dy, Flow& dx) = 0;
  // The next backward pass sets the parameters' gradients instead of adding to them. False: it cannot, and adds.
  virtual bool set_gradients() { return false; }
};

// A layer as it is.
class LayerOp final : public Op {
 public:
  explicit LayerOp(Layer& layer) : layer_(layer) {}
  void forward(const Flow& x, Flow& y, const Pass& pass) override { layer_.forward(x.tensor, y.tensor, pass); }
  void backward(const Flow& x, const Flow& y, Flow& dy, Flow& dx) override {
    layer_.backward(x.tensor, y.tensor, dy.tensor, dx.tensor);
  }

 private:
  Layer& layer_;
};

// Tensor to panels, `top` and `left` places from their corner.
class ToPanels final : public Op {
 public:
  ToPanels(int top, int left) : top_(top), left_(left) {}
  void forward(const Flow& x, Flow& y, const Pass&) override {
    if (y.panels.data != x.tensor.data()) to_panels(x.tensor, top_, left_, y.panels);  // else the same memory
  }
  void backward(const Flow&, const Flow&, Flow& dy, Flow& dx) override {
    if (!dx.tensor.empty()) from_panels(dy.panels, dx.tensor);
  }

 private:
  int top_, left_;
};

class FromPanels final : public Op {
 public:
  void forward(const Flow& x, Flow& y, const Pass&) override { from_panels(x.panels, y.tensor); }
  void backward(const Flow&, const Flow&, Flow& dy, Flow& dx) override { to_panels(dy.tensor, 0, 0, dx.panels); }
};

}  // namespace thimble
