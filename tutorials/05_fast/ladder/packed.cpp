#include <algorithm>

#include "core/ops.h"
#include "ladder/ladder.h"
#include "ladder/panels.h"

namespace thimble::ladder {

Tensor& room_for_panels(const Tensor& w, const Tile& t) {
  static Tensor panels;
  panels.resize({(w.dim(1) + t.cols - 1) / t.cols, w.dim(0), t.cols});
  return panels;
}

void pack(const Tensor& w, int p, Tensor& panels) {
  const int columns = w.dim(1), cols = panels.dim(2), first = p * cols, count = std::min(cols, columns - first);
  float* to = panels.row(p).data();
  for (int k = 0; k < w.dim(0); ++k, to += cols) {
    std::copy_n(w.data() + k * columns + first, count, to);
    std::fill(to + count, to + cols, 0.0f);
  }
}

void multiply(const Tile& t, const Tensor& x, const Tensor& panels, const float* bias, int begin, int end, Tensor& y) {
  const int depth = x.dim(1), columns = y.dim(1);
  float edge[kMostInTile] = {};
  for (int k = 0; k < depth; k += kDepth)
    for (int p = 0; p < panels.dim(0); ++p) {
      const int deep = std::min(kDepth, depth - k), first = p * t.cols, count = std::min(t.cols, columns - first);
      const float* w = panels.row(p).data() + k * t.cols;
      const bool relu = bias && k + deep == depth;
      for (int i = begin, rows; i < end; i += rows) {
        rows = i + t.rows <= end ? t.rows : 1;
        const bool whole = count == t.cols;  // else the tile hangs over Y's edge: it is kept in `edge`
        float *out = y.data() + i * columns + first, *to = whole ? out : edge;
        const int stride = whole ? columns : t.cols;
        for (int r = 0; r < rows && !whole && k > 0; ++r) std::copy_n(out + r * columns, count, edge + r * t.cols);
        const float* start = k > 0 ? to : bias ? bias + first : nullptr;
        (rows == 1 ? t.one : t.many)(deep, x.data() + i * depth + k, depth, w, t.cols, start, k > 0 ? stride : 0, relu,
                                     to, stride);
        for (int r = 0; r < rows && !whole; ++r) std::copy_n(edge + r * t.cols, count, out + r * columns);
      }
    }
}

void packed(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y) {
  const Tile& t = tile();
  Tensor& panels = room_for_panels(w, t);
  for (int p = 0; p < panels.dim(0); ++p) pack(w, p, panels);
  for (int i = 0; i < x.dim(0); i += kBlock) multiply(t, x, panels, nullptr, i, std::min(i + kBlock, x.dim(0)), y);
  add_to_rows(b, y);
  relu(y, y);
}

}  // namespace thimble::ladder
