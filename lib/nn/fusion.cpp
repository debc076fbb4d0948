#include "nn/fusion.h"

#include "nn/conv2d.h"
#include "nn/dense.h"
#include "nn/max_pool.h"
#include "nn/norm_op.h"
#include "nn/residual_op.h"

namespace thimble {
namespace {

// Reads the layers from the front.
class Reader {
 public:
  explicit Reader(std::span<const std::unique_ptr<Layer>> layers) : layers_(layers) {}
  bool next_is(Kind kind) const { return at_ < layers_.size() && layers_[at_]->kind() == kind; }
  template <class L>
  L* take(Kind kind) {  // null if the next layer is another
    return next_is(kind) ? static_cast<L*>(layers_[at_++].get()) : nullptr;
  }
  int taken() const { return static_cast<int>(at_); }

 private:
  std::span<const std::unique_ptr<Layer>> layers_;
  size_t at_ = 0;
};

const MaxPool* take_pool(Reader& reader) {
  Reader ahead = reader;
  const MaxPool* pool = ahead.take<MaxPool>(Kind::max_pool);
  if (pool == nullptr || pool->window().stride != pool->window().height) return nullptr;  // windows that overlap
  reader = ahead;
  return pool;
}

FilterOp::Tail take_tail(Reader& reader, bool pictures) {
  FilterOp::Tail tail;
  tail.relu = reader.take<Layer>(Kind::relu) != nullptr;
  if (!tail.relu) return tail;
  if (const MaxPool* pool = pictures ? take_pool(reader) : nullptr) tail.pool = &pool->window();
  tail.dropout = reader.take<Dropout>(Kind::dropout);
  return tail;
}

Fusion filter(const Filter& f, Parameter& w, Parameter& b, Reader& reader, bool pictures, const Neighbours& around) {
  Fusion fusion;
  auto op = std::make_unique<FilterOp>(f, w, b, take_tail(reader, pictures), around.compute);
  fusion.in_place = around.before != nullptr;
  if (around.before != nullptr) op->gate(*around.before);
  fusion.in = f.in;
  fusion.out = op->output();
  fusion.layers = reader.taken();
  fusion.relu = op->has_relu() ? op.get() : nullptr;
  fusion.op = std::move(op);
  return fusion;
}

// A tensor of flat samples that nobody wants the gradient of is a panel as it is.
PanelShape flat(const Shape& in, bool wants_dx) {
  PanelShape shape = panel_shape(in);
  if (!wants_dx) shape.lanes = shape.channels;
  return shape;
}

// So is one channel, brought place by place, with its zeros around it: then every window lies within the picture.
Fusion first_conv(Conv2d& conv, const Neighbours& around, Reader& reader) {
  const Shape& in = around.in;
  Window w = conv.window();
  const PanelShape padded{1, in[1] + w.top + w.bottom, in[2] + w.left + w.right, 1};
  const int top = w.top, left = w.left;
  w.top = w.left = w.bottom = w.right = 0;
  Fusion fusion =
      filter(conv_filter(padded, conv.weight().value.dim(0), w), conv.weight(), conv.bias(), reader, true, around);
  fusion.top = top;
  fusion.left = left;
  return fusion;
}

}  // namespace

Fusion fusion_at(std::span<const std::unique_ptr<Layer>> layers, const Neighbours& around) {
  Reader reader(layers);
  if (around.panels == nullptr && reader.next_is(Kind::conv2d) && around.in[0] == 1 && !around.wants_dx)
    return first_conv(*reader.take<Conv2d>(Kind::conv2d), around, reader);
  if (Conv2d* conv = reader.take<Conv2d>(Kind::conv2d)) {
    const PanelShape in = around.panels != nullptr ? *around.panels : panel_shape(around.in);
    return filter(conv_filter(in, conv->weight().value.dim(0), conv->window()), conv->weight(), conv->bias(), reader,
                  true, around);
  }
  if (reader.next_is(Kind::residual) && (around.panels == nullptr || *around.panels == panel_shape(around.in))) {
    Fusion fusion;
    fusion.in = fusion.out = panel_shape(around.in);
    fusion.op = std::make_unique<ResidualOp>(fusion.in, *reader.take<Residual>(Kind::residual));
    fusion.layers = 1;
    return fusion;
  }
  if (around.panels != nullptr) {
    Reader ahead = reader;
    if (BatchNorm* norm = reader.take<BatchNorm>(Kind::batch_norm)) {
      const Dropout* dropout = reader.take<Dropout>(Kind::dropout);
      const MaxPool* pool = take_pool(reader);
      const bool after_relu = around.before != nullptr && around.before->ends_in_relu();
      auto op = std::make_unique<NormOp>(*around.panels, *norm, dropout, pool ? &pool->window() : nullptr, after_relu);
      if (after_relu) around.before->leave_relu_to_next();
      Fusion fusion;
      fusion.in = *around.panels;
      fusion.out = op->output();
      fusion.layers = reader.taken();
      fusion.op = std::move(op);
      return fusion;
    }
    ahead.take<Layer>(Kind::flatten);
    if (ahead.next_is(Kind::dense)) reader = ahead;
  }
  if (Dense* dense = reader.take<Dense>(Kind::dense)) {
    const PanelShape in = around.panels != nullptr ? *around.panels : flat(around.in, around.wants_dx);
    return filter(dense_filter(in, dense->weight().value.dim(1)), dense->weight(), dense->bias(), reader, false,
                  around);
  }
  return {};
}

}  // namespace thimble
