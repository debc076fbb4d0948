#include "nn/dense.h"

#include "core/error.h"
#include "core/ops.h"

namespace thimble {

Dense::Dense(DenseOptions options) : options_(options) {
  check(options_.units >= 1, "dense: expected at least 1 unit, got ", options_.units);
  check(options_.l2 >= 0, "dense: expected an l2 of at least 0, got ", options_.l2);
}

std::string Dense::text() const {
  std::string words = "dense " + std::to_string(options_.units);
  if (options_.l2 > 0) words += " l2 " + shortest(options_.l2);
  if (options_.init != Init::glorot_uniform) words += " init " + to_text(options_.init);
  if (!options_.bias) words += " no_bias";
  return words;
}

Shape Dense::build(const Shape& in, Rng& rng) {
  check(in.rank() == 1, "dense: expected flat samples, got ", in.text(), "; put flatten before it");
  w_ = make_parameter("weight", {in.size(), options_.units});
  w_.l2 = options_.l2;
  initialise(options_.init, in.size(), options_.units, rng, w_.value);
  b_ = options_.bias ? make_parameter("bias", {options_.units}) : Parameter();
  return {options_.units};
}

void Dense::forward(const Tensor& x, Tensor& y, const Pass&) {
  matmul(x, w_.value, y);                       // Y = X W
  if (options_.bias) add_to_rows(b_.value, y);  //   + b
}

void Dense::backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor& dx) {
  add_matmul(transposed(x), dy, w_.grad);           // dW += X^T dY
  if (options_.bias) add_column_sums(dy, b_.grad);  // db += sum_n dY[n, :]
  matmul(dy, transposed(w_.value), dx);             // dX  = dY W^T
}

std::vector<Parameter*> Dense::parameters() {
  if (!options_.bias) return {&w_};
  return {&w_, &b_};
}

}  // namespace thimble
