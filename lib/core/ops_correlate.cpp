#include "core/ops_correlate.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/error.h"
#include "core/ops_scratch.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kColumns = 256;  // a group has at least so many, if there are images enough
constexpr int kDepth = 256;    // taps packed at a time: a panel of 32 columns stays in 32 KiB
constexpr int kChunk =
    8;  // floats copied at once; runs are copied in whole chunks, each run over the last one's excess
constexpr int kMaxTile = 128;

int rounded_up(int n, int step) { return (n + step - 1) / step * step; }

int padded_height(const ConvShape& s) { return s.height + s.window.top + s.window.bottom; }
int padded_width(const ConvShape& s) { return s.width + s.window.left + s.window.right; }
int padded_size(const ConvShape& s) { return s.channels * padded_height(s) * padded_width(s); }

// Neighbouring columns whose windows lie a stride apart in one row of the source.
struct Run {
  int column, source, length;
};

// The runs of the columns [begin, end) of a group.
int runs_of(const ConvShape& s, int begin, int end, std::array<Run, kMaxTile>& runs) {
  int count = 0;
  for (int j = begin; j < end;) {
    const int image = j / s.positions(), p = j % s.positions() / s.out_width, q = j % s.out_width;
    const int length = std::min(s.out_width - q, end - j), half = s.out_height / 2;
    const int row = !s.paired ? p : p < half ? 2 * p : 2 * (p - half) + 1;
    runs[static_cast<size_t>(count++)] = {
        j - begin, image * padded_size(s) + (row * padded_width(s) + q) * s.window.stride, length};
    j += length;
  }
  return count;
}

// panel[k - first][column] = source[base(column) + tap(k)] for the taps k in [first, last)
void pack_taps(const ConvShape& s, const float* source, int first, int last, const std::array<Run, kMaxTile>& runs,
               int count, int columns, float* panel) {
  const int area = s.window.height * s.window.width, width = padded_width(s);
  for (int k = first; k < last; ++k, panel += columns) {
    const int c = k / area, u = k % area / s.window.width, v = k % s.window.width;
    const float* from = source + (c * padded_height(s) + u) * width + v;
    for (int r = 0; r < count; ++r) {
      const Run& run = runs[static_cast<size_t>(r)];
      float* to = panel + run.column;
      const float* x = from + run.source;
      if (s.window.stride == 1)
        for (int i = 0; i < run.length; i += kChunk) std::memcpy(to + i, x + i, kChunk * sizeof(float));
      else
        for (int i = 0; i < run.length; ++i) to[i] = x[i * s.window.stride];
    }
  }
}

}  // namespace

ConvShape check_conv(const char* who, const Shape& x, const Shape& w, const Window& window, const Shape& y) {
  check(x.rank() == 4 && w.rank() == 4 && x[1] == w[1], who,
        ": expected pictures (N, C, H, W) and filters (F, C, U, V), got ", x, " and ", w);
  check(w[2] == window.height && w[3] == window.width && window.stride >= 1, who, ": expected filters of ",
        window.height, "x", window.width, " and a stride of at least 1, got ", w, " and stride ", window.stride);
  check(window.top >= 0 && window.left >= 0 && window.bottom >= 0 && window.right >= 0, who,
        ": expected padding of at least 0");
  const int height = x[2] + window.top + window.bottom, width = x[3] + window.left + window.right;
  check(window.height >= 1 && window.width >= 1 && height >= window.height && width >= window.width, who,
        ": expected padded pictures of at least ", window.height, "x", window.width, ", got ", height, "x", width);
  const Shape out{x[0], w[0], window.out_height(x[2]), window.out_width(x[3])};
  check(y == out, who, ": expected results of shape ", out, ", got ", y);
  return {x[0], x[1], x[2], x[3], w[0], out[2], out[3], window, false};
}

int groups(const ConvShape& shape) {
  const int size = std::max(1, kColumns / std::max(1, shape.positions()));
  return (shape.images + size - 1) / size;
}

Group group(const ConvShape& shape, int index) {
  const int size = std::max(1, kColumns / std::max(1, shape.positions()));
  return {index * size, std::min(size, shape.images - index * size)};
}

Correlation::Correlation(const ConvShape& shape, const float* w, int filter_stride, int channel_stride, int tap_stride,
                         const float* bias)
    : shape_(shape), bias_(bias) {
  const kernels::Kernels& kernel = kernels::active();
  check(kernel.tile_cols <= kMaxTile, "convolution: tile of ", kernel.tile_cols, " columns");
  const int columns = (shape.images == 0 ? 0 : group(shape, 0).images) * shape.positions();
  stride_ = rounded_up(columns, kernel.tile_cols) + 16;  // 16: rows a power of two apart would share cache sets

  const int taps = shape.taps(), area = shape.window.height * shape.window.width, rows = kernel.tile_rows;
  float* to =
      scratch(Scratch::packed, static_cast<size_t>(rounded_up(shape.filters, rows)) * static_cast<size_t>(taps));
  packed_ = to;
  for (int f = 0; f < shape.filters; f += rows)
    for (int k = 0; k < taps; ++k)
      for (int i = f; i < f + rows; ++i)
        *to++ = i < shape.filters ? w[i * filter_stride + k / area * channel_stride + k % area * tap_stride] : 0.f;
}

Source Correlation::blank(const Group& g) const {
  const auto size = static_cast<size_t>(g.images) * static_cast<size_t>(padded_size(shape_)) + kChunk;
  float* data = scratch(Scratch::source, size);
  std::fill(data, data + size, 0.f);
  const int width = padded_width(shape_);
  return {data + shape_.window.top * width + shape_.window.left, padded_size(shape_), padded_height(shape_) * width,
          width};
}

void Correlation::copy(const Group& g, const float* x) const {
  const Source source = blank(g);
  const float* from = x + static_cast<ptrdiff_t>(g.first) * shape_.in_size();
  for (int i = 0; i < g.images; ++i)
    for (int c = 0; c < shape_.channels; ++c)
      for (int row = 0; row < shape_.height; ++row, from += shape_.width)
        std::copy(from, from + shape_.width, &source.at(i, c, row, 0));
}

const float* Correlation::planes(const Group& g) const {
  const kernels::Kernels& kernel = kernels::active();
  const int columns = g.images * shape_.positions(), taps = shape_.taps(), filters = shape_.filters;
  const int rows = kernel.tile_rows, tile = kernel.tile_cols;
  const float* source =
      scratch(Scratch::source, static_cast<size_t>(g.images) * static_cast<size_t>(padded_size(shape_)) + kChunk);
  float* planes =
      scratch(Scratch::plane, static_cast<size_t>(rounded_up(filters, rows)) * static_cast<size_t>(stride_));
  float* panel = scratch(Scratch::panel, static_cast<size_t>(kDepth * tile + kChunk));
  std::array<Run, kMaxTile> runs;
  for (int j = 0; j < columns; j += tile) {
    const int used = std::min(tile, columns - j);
    const int count = runs_of(shape_, j, j + used, runs);
    for (int f = 0; f < rounded_up(filters, rows); ++f)
      std::fill_n(planes + f * stride_ + j, tile, bias_ != nullptr && f < filters ? bias_[f] : 0.f);
    for (int k = 0; k < taps; k += kDepth) {
      const int depth = std::min(kDepth, taps - k);
      if (used < tile) std::fill(panel, panel + depth * tile, 0.f);
      pack_taps(shape_, source, k, k + depth, runs, count, tile, panel);
      for (int f = 0; f < filters; f += rows)
        kernel.gemm_tile(depth, packed_ + f * taps + k * rows, panel, planes + f * stride_ + j, stride_);
    }
  }
  return planes;
}

}  // namespace thimble
