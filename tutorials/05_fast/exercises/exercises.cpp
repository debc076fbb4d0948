#include "exercises.h"

#include "core/ops.h"

namespace thimble {

TileShape best_tile(int registers) { return {(registers - 2) / 2 * 2, 1}; }

void product(const Tensor& x, const Tensor& w, Tensor& y) {
  const int depth = x.dim(1), columns = w.dim(1);
  for (int i = 0; i + 4 <= x.dim(0); i += 4)
    for (int j = 0; j + 4 <= columns; j += 4) {
      float sum[4][4] = {};
      for (int k = 0; k < depth; ++k)
        for (int r = 0; r < 4; ++r)
          for (int c = 0; c < 4; ++c) sum[r][c] += x(i + r, k) * w(k, j + c);
      for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 4; ++c) y(i + r, j + c) = sum[r][c];
    }
}

void dense_relu_pool(const Tensor&, const Tensor&, const Tensor&, Tensor& y) { y.fill(0); }

}  // namespace thimble
