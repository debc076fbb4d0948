#include "core/error.h"
#include "core/ops.h"
#include "nn/checkpoint.h"
#include "nn/optimizer.h"

namespace thimble {

void Adam::step(std::span<Parameter* const> parameters, float learning_rate) {
  const auto& [beta1, beta2, epsilon, epsilon_hat] = options_;
  m_.resize(parameters.size());
  v_.resize(parameters.size());
  ++t_;
  for (size_t i = 0; i < parameters.size(); ++i) {
    Parameter& p = *parameters[i];
    if (!p.trainable) continue;
    if (m_[i].shape() != p.value.shape()) {
      m_[i] = Tensor(p.value.shape(), 0, p.value.device());
      v_[i] = Tensor(p.value.shape(), 0, p.value.device());
    }
    adam_step(learning_rate, beta1, beta2, epsilon, epsilon_hat, t_, p.grad, m_[i], v_[i], p.value);  // Algorithm 1
  }
}

void Adam::save(std::span<Parameter* const> parameters, Record& record) const {
  record.set("optimizer.name", name());
  record.set_number("optimizer.t", static_cast<double>(t_));
  for (size_t i = 0; i < m_.size(); ++i) {
    if (m_[i].empty()) continue;
    record.set("optimizer.m." + parameters[i]->name, m_[i]);
    record.set("optimizer.v." + parameters[i]->name, v_[i]);
  }
}

void Adam::load(std::span<Parameter* const> parameters, const Record& record) {
  check_optimizer(record, name());
  const int64_t t = whole_number(record, "optimizer.t", 0, int64_t{1} << 53);
  std::vector<Tensor> m, v;
  if (t > 0) {
    m = load_moments(parameters, "optimizer.m.", record);
    v = load_moments(parameters, "optimizer.v.", record);
  }
  m_ = std::move(m);
  v_ = std::move(v);
  t_ = t;
}

}  // namespace thimble
