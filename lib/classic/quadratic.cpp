#include "classic/quadratic.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "classic/affine.h"
#include "classic/quadratic_bytes.h"
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

// Narrow classes several at a time; wide ones in strips, each only as deep as the triangle.
std::vector<Panel> panels_of(int width, int classes) {
  constexpr int kColumns = 512;
  std::vector<Panel> panels;
  if (width <= kStrip) {
    const int together = std::max(1, kColumns / width);
    for (int k = 0; k < classes; k += together)
      panels.push_back({k * width, std::min(k + together, classes) * width, width});
  } else {
    for (int k = 0; k < classes; ++k)
      for (int j = 0; j < width; j += kStrip) {
        const int end = std::min(j + kStrip, width);
        panels.push_back({k * width + j, k * width + end, end});
      }
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
  const std::vector<Panel> panels = panels_of(width, classes);
  q.resize({x.size(), classes});
  if (suits_tiles(*this, x)) return apply_to_bytes(*this, input, x, q);
  q.fill(0);
  // q_k += |z_k|^2 with z = (x - c)^T A + b, for rows [begin, end) of a block
  const auto add = [&](int first, const Tensor& block, const Panel& panel, int begin, int end) {
    const int wide = panel.last - panel.first, each = std::min(wide, width), n = end - begin;
    const auto room = [](Scratch use, int count) { return scratch(use, static_cast<size_t>(count)); };
    Tensor b = Tensor::borrow(room(Scratch::row, wide), {wide}),
           z = Tensor::borrow(room(Scratch::plane, n * wide), {n, wide});
    std::copy_n(offset.data() + panel.first, wide, b.data());
    const Matrix deep(block.row(begin).data(), n, panel.depth, width, 1);
    const Matrix part(matrix.data() + panel.first, panel.depth, wide, columns, 1);
    matmul_bias(deep, part, b, false, z);
    parallel_for(n, kRows, [&](int from, int to) {
      for (int i = from; i < to; ++i)
        for (int j = 0; j < wide; j += each)
          q(first + begin + i, (panel.first + j) / width) +=
              kernels::active().dot(each, z.row(i).data() + j, z.row(i).data() + j);
    });
  };
  for_each_block(input, x, centre, [&](int first, const Tensor& block) {
    const int n = block.dim(0);
    for (const Panel& panel : panels) {
      if (width > kStrip) {
        add(first, block, panel, 0, n);  // the product takes all threads
      } else {
        parallel_for(n, kRows,
                     [&](int begin, int end) { add(first, block, panel, begin, end); });  // z stays in the cache
      }
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
