#include "core/error.h"
#include "core/ops.h"
#include "nn/checkpoint.h"
#include "nn/optimizer.h"

namespace thimble {

void Sgd::step(std::span<Parameter* const> parameters, float learning_rate) {
  v_.resize(parameters.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    Parameter& p = *parameters[i];
    if (!p.trainable) continue;
    if (v_[i].shape() != p.value.shape()) v_[i] = Tensor(p.value.shape(), 0, p.value.device());
    sgd_step(learning_rate, options_.momentum, options_.nesterov, p.grad, v_[i], p.value);  // v <- mu v - eta g, p += v
  }
}

void Sgd::save(std::span<Parameter* const> parameters, Record& record) const {
  record.set("optimizer.name", name());
  record.set_number("optimizer.started", v_.empty() ? 0 : 1);
  for (size_t i = 0; i < v_.size(); ++i)
    if (!v_[i].empty()) record.set("optimizer.v." + parameters[i]->name, v_[i]);
}

void Sgd::load(std::span<Parameter* const> parameters, const Record& record) {
  check_optimizer(record, name());
  std::vector<Tensor> v;
  if (whole_number(record, "optimizer.started", 0, 1) == 1) v = load_moments(parameters, "optimizer.v.", record);
  v_ = std::move(v);
}

}  // namespace thimble
