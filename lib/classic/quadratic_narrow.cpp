#include "classic/quadratic_narrow.h"

#include <algorithm>

#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kPanel = 32, kPanels = 2, kTogether = kPanel * kPanels;  // samples
constexpr int kPiece = 256;                                            // a multiple of them
constexpr int kStrip = 12;                                             // two tiles of 6 rows

float* room(Scratch use, int floats) { return scratch(use, static_cast<size_t>(floats)); }

// (b; A): b above A, so that a row of ones above the samples adds it.
Tensor under_offset(const Quadratic& quadratic) {
  const int width = quadratic.matrix.dim(0), columns = quadratic.matrix.dim(1);
  Tensor a({width + 1, columns});
  std::copy_n(quadratic.offset.data(), columns, a.data());
  std::copy_n(quadratic.matrix.data(), int64_t{width} * columns, a.row(1).data());
  return a;
}

// Panels of 32 samples, less the centre, each [1 + d][32]: ones, then a feature a row. Behind `count` samples: zeros.
const float* turned(const Quadratic& quadratic, const Samples& x, int first, int count) {
  const auto& k = kernels::active();
  const int width = quadratic.centre.size();
  float *rows = room(Scratch::row, kPanel * width), *to = room(Scratch::plane, kPanels * (width + 1) * kPanel);
  for (int p = 0; p < kPanels; ++p) {
    float* panel = to + ptrdiff_t{p} * (width + 1) * kPanel;
    std::fill(panel, panel + kPanel, 1.0f);
    const int some = std::clamp(count - p * kPanel, 0, kPanel);
    std::fill(rows + ptrdiff_t{some} * width, rows + ptrdiff_t{kPanel} * width, 0.0f);
    for (int n = 0; n < some; ++n) {
      const std::span<float> row(rows + ptrdiff_t{n} * width, static_cast<size_t>(width));
      x.copy(first + p * kPanel + n, row);
      k.axpy(width, -1, quadratic.centre.data(), row.data());  // x - c
    }
    k.transpose(kPanel, width, rows, width, panel + kPanel, kPanel);
  }
  return to;
}

}  // namespace

void apply_narrow(const Quadratic& quadratic, const Input& input, const Samples& x, Tensor& q) {
  const int width = input.width(), columns = quadratic.matrix.dim(1), classes = columns / width;
  const Tensor a = under_offset(quadratic);
  Samples memory;
  const Samples& scaled = input.scaled(x, memory);
  static constexpr float kZeros[kTogether] = {};
  const kernels::Term origin{0, 0};
  const auto piece = [&](int first, int count) {
    const auto& kernel = kernels::active();
    const float* samples = turned(quadratic, scaled, first, count);
    float *z = room(Scratch::gemm, width * kTogether), squares[kTogether];
    for (int k = 0; k < classes; ++k) {
      for (int i = 0; i < width; i += kStrip) {
        const int end = std::min(i + kStrip, width);
        kernel.product({.rows = end - i,
                        .cols = kTogether,
                        .depth = 1 + end,
                        .terms = 1,
                        .term = &origin,
                        .a = a.data() + ptrdiff_t{k} * width + i,
                        .row_step = 1,
                        .k_step = columns,
                        .b = samples,
                        .b_row = kPanel,
                        .b_panel = ptrdiff_t{width + 1} * kPanel,
                        .c = z + ptrdiff_t{i} * kPanel,
                        .c_row = kPanel,
                        .c_panel = ptrdiff_t{width} * kPanel,
                        .start = kZeros});
      }
      std::fill(squares, squares + kTogether, 0.0f);
      for (int p = 0; p < kPanels; ++p) {
        const float* rows = z + ptrdiff_t{p} * width * kPanel;
        kernel.lane_products(width, kPanel, rows, rows, squares + p * kPanel);
      }
      float* to = q.row(first).data() + k;
      for (int n = 0; n < count; ++n, to += classes) *to = squares[n];  // q_k = |z_k|^2
    }
  };
  parallel_for(x.size(), kPiece, [&](int begin, int end) {
    for (int n = begin; n < end; n += kTogether) piece(n, std::min(kTogether, end - n));
  });
}

}  // namespace thimble
