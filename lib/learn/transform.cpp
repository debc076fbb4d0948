#include "learn/transform.h"

#include <utility>

namespace thimble {

Samples transformed(const Transform& transform, const Samples& x) {
  Tensor y;
  transform.apply(x, y);
  return Samples(std::move(y));
}

Dataset transformed(const Transform& transform, const Dataset& data) {
  return {transformed(transform, data.x), data.labels, data.class_names};
}

}  // namespace thimble
