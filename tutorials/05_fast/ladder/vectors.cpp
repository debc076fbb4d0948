#include "core/ops.h"
#include "ladder/ladder.h"
#include "ladder/tile.h"

namespace thimble::ladder {
namespace {

// The columns that fill no tile, value by value.
void rest(const Tensor& x, const Tensor& w, int first, Tensor& y) {
  const int depth = x.dim(1), columns = w.dim(1);
  for (int i = 0; i < x.dim(0); ++i)
    for (int j = first; j < columns; ++j) {
      float sum = 0;
      for (int k = 0; k < depth; ++k) sum += x.data()[i * depth + k] * w.data()[k * columns + j];
      y.data()[i * columns + j] = sum;
    }
}

}  // namespace

void vectors(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y) {
  const Tile& t = tile();
  const int rows = x.dim(0), depth = x.dim(1), columns = w.dim(1);
  int j = 0;
  for (; j + t.cols <= columns; j += t.cols) {
    const auto at = [&](int i, Tile::Product product) {
      product(depth, x.data() + i * depth, depth, w.data() + j, columns, nullptr, 0, false, y.data() + i * columns + j,
              columns);
    };
    int i = 0;
    for (; i + t.rows <= rows; i += t.rows) at(i, t.many);
    for (; i < rows; ++i) at(i, t.one);
  }
  rest(x, w, j, y);
  add_to_rows(b, y);
  relu(y, y);
}

}  // namespace thimble::ladder
