#include "nn/dropout.h"

#include "core/error.h"
#include "core/ops.h"

namespace thimble {

Dropout::Dropout(float p) : p_(p) { check(p >= 0 && p < 1, "dropout: expected a probability in [0, 1), got ", p); }

std::string Dropout::text() const { return "dropout " + shortest(p_); }

Shape Dropout::build(const Shape& in, Rng&) { return in; }

Key Dropout::key(const Pass& pass) const {
  return Key(pass.key.seed, Purpose::dropout, static_cast<int>(pass.key.epoch), index_);
}

void Dropout::forward(const Tensor& x, Tensor& y, const Pass& pass) {
  mode_ = pass.mode;
  if (mode_ == Mode::infer) {
    copy(x, y);  // y = x
    return;
  }
  key_ = key(pass);
  samples_.assign(pass.samples.begin(), pass.samples.end());
  dropout(x, p_, key_, samples_, y);  // y = x mask / (1 - p)
}

void Dropout::backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor& dx) {
  if (mode_ == Mode::infer) {
    copy(dy, dx);
    return;
  }
  dropout(dy, p_, key_, samples_, dx);  // dx = dy mask / (1 - p), the same mask
}

}  // namespace thimble
