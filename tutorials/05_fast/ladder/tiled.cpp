#include "core/ops.h"
#include "ladder/ladder.h"

namespace thimble::ladder {
namespace {

// y[i][j] = sum_k x[i][k] w[k][j] for a block of Rows x Cols
template <int Rows, int Cols>
void block(int depth, int columns, const float* x, const float* w, float* y) {
  float sum[Rows][Cols] = {};
  for (int k = 0; k < depth; ++k)
    for (int i = 0; i < Rows; ++i)
      for (int j = 0; j < Cols; ++j) sum[i][j] += x[i * depth + k] * w[k * columns + j];
  for (int i = 0; i < Rows; ++i)
    for (int j = 0; j < Cols; ++j) y[i * columns + j] = sum[i][j];
}

}  // namespace

void tiled(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y) {
  const int rows = x.dim(0), depth = x.dim(1), columns = w.dim(1);
  const auto at = [&](int i, int j, auto& multiply) {
    multiply(depth, columns, x.data() + i * depth, w.data() + j, y.data() + i * columns + j);
  };
  const int full_rows = rows / 4 * 4, full_columns = columns / 4 * 4;
  for (int j = 0; j < full_columns; j += 4)
    for (int i = 0; i < full_rows; i += 4) at(i, j, block<4, 4>);
  for (int i = 0; i < rows; ++i)  // the edges, value by value
    for (int j = i < full_rows ? full_columns : 0; j < columns; ++j) at(i, j, block<1, 1>);
  add_to_rows(b, y);
  relu(y, y);
}

}  // namespace thimble::ladder
