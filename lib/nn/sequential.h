// Layers in a row: the output of one is the input of the next.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "nn/activations.h"
#include "nn/compute.h"
#include "nn/layer.h"

namespace thimble {

// Told behind every step of a pass: the layers [first, first + count) have been run as one; a change of layout counts none.
class StepWatch {
 public:
  virtual ~StepWatch() = default;
  virtual void on_forward(int first, int count) = 0;
  virtual void on_backward(int first, int count) = 0;
};

// Owns the layers and what flows between them. Neighbours that fuse (conv + relu + max_pool, dense + relu) run as one
// op; `fuse(false)` runs the plain layers, which agree to 1e-5 relative.
class Sequential {
 public:
  Sequential() = default;
  template <std::derived_from<Layer>... Layers>
  explicit Sequential(Layers... layers) {
    (add(std::make_unique<Layers>(std::move(layers))), ...);
  }
  Sequential(Sequential&&) = default;
  Sequential& operator=(Sequential&&) = default;

  void add(std::unique_ptr<Layer> layer);  // before build()

  // Shapes flow through; a mismatch throws here and names the layer. Initialises every parameter from (seed,
  // Purpose::init).
  void build(const Shape& sample, uint64_t seed);
  // As a part of another network: parameters from its generator, and backward() goes through to the input.
  void build_inside(const Shape& sample, Rng& rng);
  void fuse(bool on);
  void compute(Compute compute);  // of fused ops; float32 from the start
  Compute compute() const { return compute_; }
  // Parameters, and all that flows, live there from now on; null: on the CPU. A device runs the plain layers.
  void to(const Device* device);
  const Device* device() const { return device_; }

  // x (N, sample...). The result lives until the next call, x must live until backward().
  const Tensor& forward(const Tensor& x, const Pass& pass = {});
  void backward(const Tensor& dy);  // adds to every parameter's grad; needs a forward pass in Mode::train before each
  void backward(const Tensor& dy, Tensor& dx);  // likewise, and dx, unless it is empty: of a network built inside
  void zero_gradients();
  void set_gradients(const Tensor& dy);  // zero_gradients() and backward(dy), without adding to zeros

  // What a fused block calls. Inputs come in panels of this shape and outputs leave in them; null: both as tensors.
  void run_in(const PanelShape* panels);
  const Flow& run(const Flow& x, const Pass& pass);
  void run_back(Flow& dy, Flow& dx);  // panels in dy may be overwritten; dx may be empty
  void expect_set_gradients();        // the next backward pass sets them instead of adding to them

  void watch(StepWatch* watch) { watch_ = watch; }  // null: nobody watches

  bool built() const { return !shapes_.empty(); }
  int size() const { return static_cast<int>(layers_.size()); }
  Layer& layer(int i) { return *layers_[static_cast<size_t>(i)]; }
  const Layer& layer(int i) const { return *layers_[static_cast<size_t>(i)]; }
  const Shape& input_shape() const { return shapes_.front(); }
  const Shape& output_shape(int i) const { return shapes_[static_cast<size_t>(i) + 1]; }  // of layer i
  int outputs() const { return shapes_.back().size(); }

  // All parameters in network order, each with a unique name: "conv2d.weight", "dense_1.bias".
  const std::vector<Parameter*>& parameters() const { return parameters_; }
  int64_t parameter_count(bool trainable_only = false) const;
  int64_t layer_parameter_count(int i) const;
  int64_t macs() const;                          // multiply-accumulates of one sample's forward pass (dense and conv)
  int64_t values_between() const;                // of one sample: its own and every layer's output
  std::string text() const;                      // "conv 32 3x3, relu, max_pool 2, ..."
  std::vector<std::string> layer_names() const;  // unique, Keras style: conv2d, conv2d_1
  std::string weights_sha256() const;            // over all parameters in order, little-endian float32

  // Output of layer i in the last forward pass (of `x`), NCHW; computed again where a fused op never wrote it down.
  Tensor activation(int i, const Tensor& x, const Pass& pass = {});

 private:
  // One entry of the plan: layers [first, first + count) run by `op`; a change of layout stands for none.
  struct Step {
    std::unique_ptr<Op> op;
    int first, count;
    std::vector<Parameter*> parameters;
    bool holds(int layer) const { return first <= layer && layer < first + count; }
  };
  void build(const Shape& sample, Rng& rng);
  void number_dropouts(int first);
  void run_as(bool fuse, Compute compute);
  void plan();
  const Step& step(int i) const { return steps_[static_cast<size_t>(i)]; }
  int steps() const { return static_cast<int>(steps_.size()); }
  const Flow& input_of(int step) { return step == 0 ? between_.x() : between_.y(step - 1); }
  Tensor tensor_of(const Flow& flow, const Shape& sample) const;

  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<Shape> shapes_;  // of the input's samples, then of each layer's output
  std::vector<Parameter*> parameters_;
  bool fuse_ = true, inside_ = false;
  PanelShape panels_{};  // in which inputs come; no channels: they come as tensors
  Compute compute_ = Compute::float32;
  const Device* device_ = nullptr;

  std::vector<Step> steps_;
  int first_trained_ = 0;  // the first step with parameters: nobody wants its dx, or what lies before it
  Activations between_;
  StepWatch* watch_ = nullptr;
  const Tensor* x_ = nullptr;  // of the last forward pass of a tensor,
  bool training_ = false;      // and whether that was in Mode::train
};

}  // namespace thimble
