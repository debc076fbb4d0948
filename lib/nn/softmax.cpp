#include "nn/softmax.h"

#include "core/error.h"
#include "core/ops.h"

namespace thimble {

Shape Softmax::build(const Shape& in, Rng&) {
  check(in.rank() == 1, "softmax: expected flat samples, got ", in.text(), "; put flatten before it");
  return in;
}

void Softmax::forward(const Tensor& x, Tensor& y, const Pass&) {
  softmax(x, y);  // y[n, k] = e^x[n,k] / sum_j e^x[n,j]
}

void Softmax::backward(const Tensor&, const Tensor& y, const Tensor& dy, Tensor& dx) {
  softmax_backward(y, dy, dx);  // dx[n, k] = y[n, k] (dy[n, k] - sum_j dy[n, j] y[n, j])
}

}  // namespace thimble
