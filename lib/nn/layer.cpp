#include "nn/layer.h"

#include <utility>

#include "core/error.h"
#include "nn/words.h"

namespace thimble {

Parameter make_parameter(std::string name, const Shape& shape, float fill, bool trainable) {
  constexpr int kMost = 1 << 28;
  check(shape.size() <= kMost, name, " of shape ", shape.text(), ": expected at most ", kMost, " values, got ",
        shape.size());
  Parameter p{.name = std::move(name), .value = Tensor(shape, fill), .grad = Tensor(), .trainable = trainable, .l2 = 0};
  if (trainable) p.grad = Tensor(shape);
  return p;
}

std::string shortest(float value) {
  for (int significant = 1;; ++significant) {
    const std::string out = digits(value, significant);
    const auto read_back = to_number(out);
    if (significant == 9 || (read_back && static_cast<float>(*read_back) == value)) return out;
  }
}

}  // namespace thimble
