#include "classic/quadratic.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "classic/affine.h"
#include "classic/quadratic_bytes.h"
#include "classic/quadratic_narrow.h"
#include "core/ops.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/restored.h"

namespace thimble {

namespace {

// Columns [first, last) of A, whose entries below row `depth` are zero.
struct Panel {
  int first, last, depth;
};

constexpr int kStrip = 128, kRows = 128;

std::vector<Panel> panels_of(int width, int classes) {
  std::vector<Panel> panels;
  for (int k = 0; k < classes; ++k)
    for (int j = 0; j < width; j += kStrip) {
      const int end = std::min(j + kStrip, width);
      panels.push_back({k * width + j, k * width + end, end});
    }
  return panels;
}

}  // namespace

Quadratic::Quadratic(std::span<const double> c, int classes) {
  const int width = static_cast<int>(c.size());
  centre = Tensor({width});
  std::transform(c.begin(), c.end(), centre.data(), [](double v) { return static_cast<float>(v); });
  matrix = Tensor({width, classes * width});
  offset = Tensor({classes * width});
}

void Quadratic::set(int k, const MatrixD& whitening, std::span<const double> mean) {
  const int width = whitening.rows;
  std::vector<double> b(static_cast<size_t>(width));
  for (int i = 0; i < width; ++i) {
    const double m = mean[static_cast<size_t>(i)] - static_cast<double>(centre(i));
    for (int j = i; j < width; ++j) {
      matrix(i, k * width + j) = static_cast<float>(whitening(i, j));
      b[static_cast<size_t>(j)] -= m * whitening(i, j);
    }
  }
  for (int j = 0; j < width; ++j) offset(k * width + j) = static_cast<float>(b[static_cast<size_t>(j)]);
}

void Quadratic::apply(const Input& input, const Samples& x, Tensor& q) const {
  const int width = input.width(), columns = matrix.dim(1), classes = columns / width;
  q.resize({x.size(), classes});
  if (width <= kNarrow) return apply_narrow(*this, input, x, q);
  if (suits_tiles(x)) return apply_to_bytes(*this, input, x, q);
  q.fill(0);
  for_each_block(input, x, centre, [&](int first, const Tensor& block) {
    const int n = block.dim(0);
    for (const Panel& panel : panels_of(width, classes)) {
      const int wide = panel.last - panel.first;
      Tensor b({wide}), z = Tensor::borrow(scratch(Scratch::plane, static_cast<size_t>(n * wide)), {n, wide});
      std::copy_n(offset.data() + panel.first, wide, b.data());
      const Matrix deep(block.data(), n, panel.depth, width, 1);
      const Matrix part(matrix.data() + panel.first, panel.depth, wide, columns, 1);
      matmul_bias(deep, part, b, false, z);  // z = (x - c) A + b
      parallel_for(n, kRows, [&](int begin, int end) {
        for (int i = begin; i < end; ++i)
          q(first + i, panel.first / width) += kernels::active().dot(wide, z.row(i).data(), z.row(i).data());
      });
    }
  });
}

void Quadratic::save(const std::string& prefix, Record& record) const {
  record.set(prefix + "centre", centre);
  record.set(prefix + "matrix", matrix);
  record.set(prefix + "offset", offset);
}

Quadratic Quadratic::load(const std::string& prefix, const Record& record, int width, int classes) {
  Quadratic q;
  expect_stored(int64_t{width} * width * classes < (int64_t{1} << 31), prefix + "matrix", "fewer than 2^31 values",
                std::to_string(int64_t{width} * width * classes));
  q.matrix = restored(record, prefix + "matrix", {width, classes * width});
  q.centre = restored(record, prefix + "centre", {width});
  q.offset = restored(record, prefix + "offset", {classes * width});
  return q;
}

}  // namespace thimble
