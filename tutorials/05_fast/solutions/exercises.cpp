#include "exercises.h"

#include <algorithm>

namespace thimble {

TileShape best_tile(int registers) {
  TileShape best{1, 1};
  double fewest = 2;  // loads a multiply-add of the tile 1 x 1
  for (int vecs = 1; vecs < registers; ++vecs)
    for (int rows = 1; rows * vecs + vecs + 1 <= registers; ++rows) {
      const double loads = double(rows + vecs) / (rows * vecs);
      if (loads < fewest || (loads == fewest && rows * vecs < best.rows * best.vecs)) {
        fewest = loads;
        best = {rows, vecs};
      }
    }
  return best;
}

namespace {

// The block of Y that begins at (i, j), as much of 4 x 4 as there is
void block(const Tensor& x, const Tensor& w, int i, int j, Tensor& y) {
  const int rows = std::min(4, x.dim(0) - i), columns = std::min(4, w.dim(1) - j);
  float sum[4][4] = {};
  for (int k = 0; k < x.dim(1); ++k)
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c) sum[r][c] += x(i + r, k) * w(k, j + c);
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) y(i + r, j + c) = sum[r][c];
}

}  // namespace

void product(const Tensor& x, const Tensor& w, Tensor& y) {
  for (int i = 0; i < x.dim(0); i += 4)
    for (int j = 0; j < w.dim(1); j += 4) block(x, w, i, j, y);
}

// max and ReLU commute: the larger of two rows first, then one comparison with 0 instead of two.
void dense_relu_pool(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y) {
  for (int i = 0; i < y.dim(0); ++i)
    for (int j = 0; j < y.dim(1); ++j) {
      float even = b(j), odd = b(j);
      for (int k = 0; k < x.dim(1); ++k) {
        even += x(2 * i, k) * w(k, j);
        odd += x(2 * i + 1, k) * w(k, j);
      }
      y(i, j) = std::max(std::max(even, odd), 0.0f);
    }
}

}  // namespace thimble
