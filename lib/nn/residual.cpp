#include "nn/residual.h"

#include "core/error.h"
#include "core/ops.h"

namespace thimble {

Shape Residual::build(const Shape& in, Rng& rng) {
  body_.build_inside(in, rng);
  const Shape& out = body_.output_shape(body_.size() - 1);
  check(out == in, "residual: expected layers that keep the shape ", in.text(), ", got ", out.text());
  return in;
}

void Residual::forward(const Tensor& x, Tensor& y, const Pass& pass) {
  copy(x, y);
  add_scaled(1, body_.forward(x, pass), y);  // y = x + f(x)
}

void Residual::backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor& dx) {
  if (dx.empty()) {
    unwanted_.resize_like(x);
    body_.backward(dy, unwanted_);
    return;
  }
  body_.backward(dy, dx);  // dx = df/dx^T dy
  add_scaled(1, dy, dx);   //    + dy
}

}  // namespace thimble
