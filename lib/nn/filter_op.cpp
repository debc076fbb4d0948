#include "nn/filter_op.h"

#include <utility>

#include "core/ops_filter_bf16.h"
#include "core/ops_first.h"
#include "core/ops_lanes.h"
#include "core/ops_wide_dense.h"
#include "core/ops_winners.h"

namespace thimble {

FilterOp::FilterOp(const Filter& filter, Parameter& w, Parameter& b, const Tail& tail, Compute compute)
    : filter_(filter),
      w_(w),
      b_(b),
      tail_(tail),
      out_(filter.out),
      bf16_(compute == Compute::bf16 && suits_bf16(filter)) {
  if (tail_.pool == nullptr) return;
  pool_ = *tail_.pool;
  out_.height = pool_.out_height(filter.out.height);
  out_.width = pool_.out_width(filter.out.width);
  filter_.out.height = out_.height * pool_.stride;  // rows and columns that fill no window are not computed
  filter_.out.width = out_.width * pool_.stride;
  first_ = is_first_conv(filter_, pool_);
  by_winners_ = !bf16_ && goes_by_winners(filter_, pool_);
}

void FilterOp::gate(FilterOp& before) {
  before_ = &before;
  before.leave_relu_to_next();
}

Weights FilterOp::weights(const Pass& pass) {
  if (tail_.pool == nullptr && reads_as_it_is(filter_)) return plain_weights(filter_, w_.value.data());
  if (packed_.empty() || !pass.same_weights) {
    if (packed_.empty()) packed_ = Tensor(Shape{static_cast<int>(packed_floats(filter_))});
    pack_filters(filter_, w_.value.data(), packed_.data());
  }
  return packed_weights(filter_, packed_.data());
}

void FilterOp::multiply(const Panels& x, const Panels& y, const Pass& pass) {
  const bool train = pass.mode == Mode::train;
  const float* b = b_.value.empty() ? nullptr : b_.value.data();
  if (train && is_wide_dense(filter_, x.images))
    return wide_dense_forward(filter_, x, w_.value.data(), b, tail_.relu, y);
  const Weights w = weights(pass);
  if (first_)
    first_conv_forward(filter_, x, w.data, b, y, train ? &winner_ : nullptr);
  else if (tail_.pool != nullptr)
    filter_pool_forward(filter_, x, w.data, b, pool_, y, winner_);  // Y = max_pool(relu(W * X + b))
  else
    filter_forward(filter_, x, w, b, tail_.relu, y);  // Y = W * X + b, rectified if there is a ReLU
}

void FilterOp::multiply_bf16(const Panels& x, const Panels& y, const Pass& pass) {
  if (packed_bf16_.empty() || !pass.same_weights) {
    packed_bf16_.resize(bf16_packed_words(filter_));
    pack_filters_bf16(filter_, w_.value.data(), packed_bf16_.data());
  }
  const float* b = b_.value.empty() ? nullptr : b_.value.data();
  if (tail_.pool != nullptr)
    filter_pool_forward_bf16(filter_, x, packed_bf16_.data(), b, pool_, y, winner_);
  else
    filter_forward_bf16(filter_, x, packed_bf16_.data(), b, tail_.relu, y);
}

void FilterOp::forward(const Flow& x, Flow& y, const Pass& pass) {
  if (bf16_)
    multiply_bf16(x.panels, y.panels, pass);
  else
    multiply(x.panels, y.panels, pass);
  scale_ = 1;
  if (tail_.dropout == nullptr || pass.mode == Mode::infer) return;
  const float p = tail_.dropout->p();
  scale_ = 1 / (1 - p);
  dropout_lanes(p, tail_.dropout->key(pass), pass.samples, y.panels);  // Y = Y mask / (1 - p)
}

void FilterOp::backward(const Flow& x, const Flow& y, Flow& dy, Flow& dx) {
  float* db = b_.value.empty() ? nullptr : b_.grad.data();
  const bool set = std::exchange(set_, false), wants_dx = dx.panels.data != nullptr;
  const float gate = before_ ? before_->scale_ : 0;
  const Panels alive = masked_ ? Panels() : y.panels;
  const bool first = tail_.pool != nullptr && filter_.in.lanes == 1 && !wants_dx;
  if (set && (first || by_winners_)) {
    w_.grad.fill(0);
    b_.grad.fill(0);
  }
  if (first) {
    if (!masked_) mask_lanes(scale_, y.panels, dy.panels);  // dZ = scale dY where Y > 0
    if (!first_ || !add_first_conv_gradient(filter_, x.panels, dy.panels, winner_, w_.grad.data(), db))
      add_pooled_weight_gradient(filter_, x.panels, pool_, 1, Panels(), dy.panels, winner_, w_.grad.data(), db);
    return;
  }
  if (by_winners_) {
    winners_backward(filter_, x.panels, scale_, alive, dy.panels, winner_, w_.value.data(), gate, w_.grad.data(), db,
                     dx.panels);
    return;
  }
  Panels dz = dy.panels;
  if (tail_.pool != nullptr) {
    dz.shape = filter_.out;
    dz_.resize({static_cast<int>(dz.floats())});
    dz.data = dz_.data();
    // dZ = scale dY at the winner, where Y > 0
    pool_gradient(pool_, scale_, alive, dy.panels, winner_, dz);
  } else if (tail_.relu && !masked_) {
    mask_lanes(scale_, y.panels, dz);  // dZ = scale dY where Y > 0
  }
  if (bf16_) {
    if (wants_dx) {
      turned_bf16_.resize(bf16_turned_words(filter_));
      turn_filters_bf16(filter_, w_.value.data(), turned_bf16_.data());
    }
    filter_backward_bf16(filter_, x.panels, dz, turned_bf16_.data(), gate, dx.panels, w_.grad.data(), db, set);
    return;
  }
  add_filter_weight_gradient(filter_, x.panels, dz, w_.grad.data(), db, set);  // dW += X^T dZ,  db += sum dZ
  if (!wants_dx) return;
  if (is_wide_dense(filter_, dz.images))
    return wide_dense_input_gradient(filter_, dz, w_.value.data(), gate, dx.panels);
  if (turned_.empty()) turned_ = Tensor(Shape{static_cast<int>(turned_floats(filter_))});
  turn_filters(filter_, w_.value.data(), turned_.data());
  filter_input_gradient(filter_, dz, turned_.data(), gate, dx.panels);  // dX = dZ W^T
}

}  // namespace thimble
