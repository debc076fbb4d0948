#include "nn/layer.h"

#include <locale>
#include <sstream>
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
  std::string digits;
  for (int precision = 1; precision <= 9; ++precision) {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out.precision(precision);
    out << value;
    digits = out.str();
    const auto read_back = to_number(digits);
    if (read_back && static_cast<float>(*read_back) == value) break;
  }
  return digits;
}

}  // namespace thimble
