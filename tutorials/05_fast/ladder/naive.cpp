#include <algorithm>

#include "ladder/ladder.h"

namespace thimble::ladder {

void naive(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y) {
  const int depth = x.dim(1), columns = w.dim(1);
  for (int i = 0; i < x.dim(0); ++i)
    for (int j = 0; j < columns; ++j) {
      float sum = 0;
      for (int k = 0; k < depth; ++k) sum += x.data()[i * depth + k] * w.data()[k * columns + j];
      y.data()[i * columns + j] = std::max(sum + b.data()[j], 0.0f);
    }
}

}  // namespace thimble::ladder
