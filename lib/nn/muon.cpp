#include "nn/muon.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/ops.h"
#include "nn/checkpoint.h"

namespace thimble {

const Tensor& NewtonSchulz::operator()(const Tensor& u) {
  constexpr float a = 3.4445f, b = -4.7750f, c = 2.0315f;
  constexpr int kSteps = 5;
  const int rows = u.dim(0), cols = u.size() / rows;
  const bool tall = rows > cols;
  Work& w = work_[{rows, cols}];
  if (w.x.empty() || w.x.device() != u.device()) {
    const Shape matrix{rows, cols}, square{std::min(rows, cols), std::min(rows, cols)};
    const auto zeros = [&](const Shape& shape) { return Tensor(shape, 0, u.device()); };
    w = {zeros(matrix), zeros(matrix), zeros(square), zeros(square)};
  }
  scale_to_unit(u, w.x);  // x = u / |u|
  for (int i = 0; i < kSteps; ++i) {
    if (tall)
      matmul(transposed(w.x), w.x, w.a);  // A = x^T x
    else
      matmul(w.x, transposed(w.x), w.a);  // A = x x^T
    matmul(w.a, w.a, w.square);           // A^2
    multiply_by(c, w.square);
    add_scaled(b, w.a, w.square);  // b A + c A^2
    copy(w.x, w.next);
    multiply_by(a, w.next);
    if (tall)
      add_matmul(w.x, w.square, w.next);  // a x + x (b A + c A^2)
    else
      add_matmul(w.square, w.x, w.next);  // a x + (b A + c A^2) x
    std::swap(w.x, w.next);
  }
  return w.x;
}

void Muon::step(std::span<Parameter* const> parameters, float learning_rate) {
  m_.resize(parameters.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    Parameter& p = *parameters[i];
    if (!p.trainable) continue;
    if (m_[i].shape() != p.value.shape()) m_[i] = Tensor(p.value.shape(), 0, p.value.device());
    if (p.value.shape().rank() < 2) {
      sgd_step(learning_rate, options_.momentum, true, p.grad, m_[i], p.value);
      continue;
    }
    multiply_by(options_.momentum, m_[i]);
    add_scaled(1, p.grad, m_[i]);  // m <- mu m + g
    u_.resize_like(p.value);
    copy(p.grad, u_);
    add_scaled(options_.momentum, m_[i], u_);              // u = g + mu m
    add_scaled(-learning_rate, orthogonal_(u_), p.value);  // w <- w - eta o
  }
}

void Muon::save(std::span<Parameter* const> parameters, Record& record) const {
  record.set("optimizer.name", name());
  record.set_number("optimizer.started", m_.empty() ? 0 : 1);
  for (size_t i = 0; i < m_.size(); ++i)
    if (!m_[i].empty()) record.set("optimizer.m." + parameters[i]->name, m_[i]);
}

void Muon::load(std::span<Parameter* const> parameters, const Record& record) {
  check_optimizer(record, name());
  std::vector<Tensor> m;
  if (whole_number(record, "optimizer.started", 0, 1) == 1) m = load_moments(parameters, "optimizer.m.", record);
  m_ = std::move(m);
}

}  // namespace thimble
