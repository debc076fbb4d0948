#include "nn/sequential.h"

#include <algorithm>
#include <utility>

#include "core/device.h"
#include "core/error.h"
#include "core/threads.h"
#include "nn/conv2d.h"
#include "nn/dropout.h"
#include "nn/fusion.h"
#include "nn/residual.h"

namespace thimble {

void Sequential::add(std::unique_ptr<Layer> layer) {
  check(!built(), "network: expected layers before build(), got ", layer->text(), " after it");
  layers_.push_back(std::move(layer));
}

namespace {

constexpr int kDropoutsOfABlock = 1000;  // as many layers as a network text may have

Sequential& body_of(Layer& residual) { return static_cast<Residual&>(residual).body(); }
bool learns(Layer& layer) {
  const std::vector<Parameter*> parameters = layer.parameters();
  return std::any_of(parameters.begin(), parameters.end(), [](const Parameter* p) { return p->trainable; });
}

}  // namespace

void Sequential::build(const Shape& sample, uint64_t seed) {
  Rng rng(seed, Purpose::init);
  build(sample, rng);
}

void Sequential::build_inside(const Shape& sample, Rng& rng) {
  inside_ = true;
  build(sample, rng);
}

void Sequential::build(const Shape& sample, Rng& rng) {
  check(!layers_.empty(), "network: expected at least one layer, got none");
  check(sample.size() > 0, "network: expected samples with at least one value, got ", sample.text());
  const auto names = layer_names();
  std::vector<Shape> shapes{sample};
  std::vector<Parameter*> parameters;
  for (int i = 0; i < size(); ++i) {
    try {
      shapes.push_back(layer(i).build(shapes.back(), rng));
    } catch (const Error& e) {
      fail(e.kind, thimble::text("network: layer ", i + 1, " \"", layer(i).text(), "\": ", e.what()));
    }
    if (layer(i).kind() == Kind::conv2d && static_cast<Conv2d&>(layer(i)).whitens())
      check(i == 0 && !inside_, "network: layer ", i + 1, " \"", layer(i).text(),
            "\": expected whitening in the first layer of the network");
    if (layer(i).kind() == Kind::dropout) static_cast<Dropout&>(layer(i)).set_index(i);
    if (layer(i).kind() == Kind::residual) body_of(layer(i)).number_dropouts(kDropoutsOfABlock * (i + 1));
    for (Parameter* p : layer(i).parameters()) {
      p->name = names[static_cast<size_t>(i)] + "." + p->name;
      parameters.push_back(p);
    }
  }
  shapes_ = std::move(shapes);
  parameters_ = std::move(parameters);
  plan();
}

void Sequential::number_dropouts(int first) {
  for (int i = 0; i < size(); ++i)
    if (layer(i).kind() == Kind::dropout) static_cast<Dropout&>(layer(i)).set_index(first + i);
}

void Sequential::fuse(bool on) {
  fuse_ = on;
  if (built()) plan();
}

void Sequential::compute(Compute compute) {
  compute_ = compute;
  if (built()) plan();
}

void Sequential::to(const Device* device) {
  check(built(), "network: expected build() before to()");
  if (device == device_) return;
  device_ = device;
  for (Parameter* p : parameters_) {
    p->value = p->value.to(device);
    p->grad = p->grad.to(device);
  }
  for (const auto& layer : layers_) layer->to(device);
  plan();
}

// The caller plans anew.
void Sequential::run_as(bool fuse, Compute compute) {
  fuse_ = fuse;
  compute_ = compute;
  panels_ = {};
  plan();
}

void Sequential::run_in(const PanelShape* panels) {
  panels_ = panels == nullptr ? PanelShape{} : *panels;
  if (built()) plan();
}

void Sequential::plan() {
  steps_.clear();
  std::vector<OpOutput> outputs;
  const auto put = [&](std::unique_ptr<Op> op, int first, int count, const OpOutput& output) {
    std::vector<Parameter*> parameters;
    for (int l = first; l < first + count; ++l)
      for (Parameter* p : layer(l).parameters()) parameters.push_back(p);
    steps_.push_back({std::move(op), first, count, std::move(parameters)});
    outputs.push_back(output);
  };
  first_trained_ = 0;
  bool trained = inside_;    // a layer with parameters lies in front
  FilterOp* relu = nullptr;  // the op in front, if it ends in a ReLU
  for (int i = 0; i < size();) {
    const Shape& in = shapes_[static_cast<size_t>(i)];
    const PanelShape here = outputs.empty() ? panels_ : outputs.back().panels;
    const bool panels = here.channels > 0;
    if (layer(i).kind() == Kind::residual) body_of(layer(i)).run_as(fuse_, compute_);
    Fusion fusion;
    if (fuse_ && device_ == nullptr)
      fusion = fusion_at(std::span(layers_).subspan(static_cast<size_t>(i)),
                         {in, panels ? &here : nullptr, trained, relu, compute_});
    relu = nullptr;
    if (fusion.op == nullptr) {
      if (panels) put(std::make_unique<FromPanels>(), i, 0, {in, {}, false});
      fusion.op = std::make_unique<LayerOp>(layer(i));
      fusion.layers = 1;
    } else {
      if (!panels)
        put(std::make_unique<ToPanels>(fusion.top, fusion.left), i, 0,
            {in, fusion.in, fusion.in.places() == 1 && fusion.in.lanes == in.size()});
      relu = fusion.relu;
    }
    const bool view = fusion.layers == 1 && layer(i).kind() == Kind::flatten;
    put(std::move(fusion.op), i, fusion.layers,
        {output_shape(i + fusion.layers - 1), fusion.out, view, fusion.in_place});
    for (int l = i; l < i + fusion.layers; ++l)
      if (!trained && learns(layer(l))) {
        trained = true;
        first_trained_ = steps() - 1;
      }
    i += fusion.layers;
  }
  if (outputs.back().in_panels() && panels_.channels == 0)
    put(std::make_unique<FromPanels>(), size(), 0, {shapes_.back(), {}, false});
  if (!outputs.back().in_panels() && panels_.channels > 0)
    put(std::make_unique<ToPanels>(0, 0), size(), 0, {shapes_.back(), panels_, false});
  if (!trained) first_trained_ = steps();
  if (inside_) first_trained_ = 0;
  between_.plan(std::move(outputs), first_trained_, device_);
  x_ = nullptr;
}

const Tensor& Sequential::forward(const Tensor& x, const Pass& pass) {
  check(built(), "network: expected build() before forward()");
  check(x.device() == device_, "network: it lives on ", place_name(device_), ", the samples on ",
        place_name(x.device()));
  if (x.empty() || x.shape() != input_shape().with_batch(x.dim(0)))
    fail(Error::usage, thimble::text("network: expected samples of shape ", input_shape(), ", got ",
                                     x.shape().rank() > 0 ? x.shape().without_batch().text() : "none"));
  Flow given;
  given.tensor = Tensor::borrow(const_cast<float*>(x.memory()), x.shape(), x.device());  // no op writes to its input
  x_ = &x;
  return run(given, pass).tensor;
}

const Flow& Sequential::run(const Flow& x, const Pass& pass) {
  training_ = pass.mode == Mode::train;
  between_.prepare(x, training_);
  for (int i = 0; i < steps(); ++i) {
    step(i).op->forward(input_of(i), between_.y(i), pass);  // y_i = f_i(y_{i-1})
    if (watch_ != nullptr) watch_->on_forward(step(i).first, step(i).count);
  }
  return between_.y(steps() - 1);
}

void Sequential::backward(const Tensor& dy) {
  Tensor unwanted;
  backward(dy, unwanted);
}

void Sequential::backward(const Tensor& dy, Tensor& dx) {
  check(x_ != nullptr && training_, "network: expected a forward pass in Mode::train before backward()");
  const Shape& expected = between_.y(steps() - 1).tensor.shape();
  check(dy.shape() == expected, "network: expected gradients of shape ", expected, ", got ", dy.shape());
  Flow given, wanted;
  given.tensor = Tensor::borrow(const_cast<float*>(dy.memory()), dy.shape(), dy.device());  // nor to a tensor dy
  if (!dx.empty()) wanted.tensor = Tensor::borrow(dx.memory(), dx.shape(), dx.device());
  run_back(given, wanted);
  x_ = nullptr;  // gradients have taken the place of some outputs
}

void Sequential::run_back(Flow& dy, Flow& dx) {
  const int last = steps() - 1;
  for (int i = last; i >= first_trained_; --i) {  // dL/dy_{i-1} = dL/dy_i dy_i/dy_{i-1}
    step(i).op->backward(input_of(i), between_.y(i), i == last ? dy : between_.dy(i),
                         i == first_trained_ ? dx : between_.dy(i - 1));
    if (watch_ != nullptr) watch_->on_backward(step(i).first, step(i).count);
  }
}

namespace {

void zero(std::span<Parameter* const> parameters) {
  for (Parameter* p : parameters) {
    if (p->grad.device() != nullptr) {
      p->grad.fill(0);
      continue;
    }
    parallel_for(p->grad.size(), 1 << 16,
                 [p](int begin, int end) { std::fill(p->grad.data() + begin, p->grad.data() + end, 0.f); });
  }
}

}  // namespace

void Sequential::zero_gradients() { zero(parameters_); }

void Sequential::set_gradients(const Tensor& dy) {
  expect_set_gradients();
  backward(dy);
}

void Sequential::expect_set_gradients() {
  for (const Step& step : steps_)
    if (!step.op->set_gradients()) zero(step.parameters);
}

Tensor Sequential::tensor_of(const Flow& flow, const Shape& sample) const {
  if (flow.panels.data == nullptr) return flow.tensor;
  Tensor value(sample.with_batch(flow.panels.images));
  from_panels(flow.panels, value);
  return value;
}

Tensor Sequential::activation(int i, const Tensor& x, const Pass& pass) {
  check(i >= 0 && i < size(), "network: expected a layer from 0 to ", size() - 1, ", got ", i);
  if (x_ != &x) forward(x, pass);
  const auto holds = [i](const Step& s) { return s.holds(i); };
  const int s = static_cast<int>(std::find_if(steps_.begin(), steps_.end(), holds) - steps_.begin());
  const int first = step(s).first, last = first + step(s).count - 1;
  if (last == i && layer(i).kind() != Kind::flatten) return tensor_of(between_.y(s), output_shape(i));

  // Inside a fused op, or a view: the plain layers, from the step's input on.
  const bool padded = s > 0 && step(s - 1).count == 0;  // the step's own panels, made from the tensor in front
  const int before = padded ? s - 1 : s;
  Tensor value = before == 0 ? x : tensor_of(between_.y(before - 1), shapes_[static_cast<size_t>(first)]);
  for (int j = first; j <= i; ++j) {
    Tensor next(output_shape(j).with_batch(x.dim(0)), 0, x.device());
    layer(j).forward(value, next, pass);
    value = std::move(next);
  }
  return value;
}

}  // namespace thimble
