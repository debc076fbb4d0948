#include <algorithm>
#include <array>
#include <cstring>

#include "core/ops_correlate.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kParts = 8;
constexpr int kChunk = 4;  // floats copied at once, as in ops_correlate.cpp
constexpr int kMaxTile = 128;

int rounded_up(int n, int step) { return (n + step - 1) / step * step; }

// Here the source holds a pixel's channels side by side, and tap k = (u, v, c): a row of the window is one run.
struct Taps {
  const ConvShape& s;
  int height() const { return s.height + s.window.top + s.window.bottom; }
  int row() const { return (s.width + s.window.left + s.window.right) * s.channels; }
  int image() const { return height() * row(); }
  int run() const { return s.window.width * s.channels; }
};

float* copy_source(const Taps& taps, const Group& g, const float* x) {
  const ConvShape& s = taps.s;
  const auto size = static_cast<size_t>(g.images) * static_cast<size_t>(taps.image()) + kMaxTile;
  float* source = scratch(Scratch::source, size);
  std::fill(source, source + size, 0.f);
  const float* from = x + static_cast<ptrdiff_t>(g.first) * s.in_size();
  for (int i = 0; i < g.images; ++i)
    for (int c = 0; c < s.channels; ++c)
      for (int row = 0; row < s.height; ++row, from += s.width) {
        float* to = source + i * taps.image() + (row + s.window.top) * taps.row() + s.window.left * s.channels + c;
        for (int col = 0; col < s.width; ++col) to[col * s.channels] = from[col];
      }
  return source;
}

struct Run {
  int row, source, length;
};

// panel[j][k - first] = source[base(j) + tap(k)] for `rows` taps and all positions j of the group
void pack_positions(const Taps& taps, const Group& g, const float* source, int first, int rows, float* panel) {
  const ConvShape& s = taps.s;
  std::array<Run, kMaxTile> runs;
  int count = 0;
  const int last = std::min(first + rows, s.taps());
  for (int k = first; k < last;) {
    const int u = k / taps.run(), at = k % taps.run(), length = std::min(taps.run() - at, last - k);
    runs[static_cast<size_t>(count++)] = {k - first, u * taps.row() + at, length};
    k += length;
  }
  for (int i = 0; i < g.images; ++i)
    for (int p = 0; p < s.out_height; ++p)
      for (int q = 0; q < s.out_width; ++q, panel += rows) {
        const float* window =
            source + i * taps.image() + p * s.window.stride * taps.row() + q * s.window.stride * s.channels;
        for (int r = 0; r < count; ++r) {
          const Run& run = runs[static_cast<size_t>(r)];
          for (int t = 0; t < run.length; t += kChunk)
            std::memcpy(panel + run.row + t, window + run.source + t, kChunk * sizeof(float));
        }
        if (last < first + rows) std::fill(panel + last - first, panel + rows, 0.f);
      }
}

}  // namespace

WeightGradient::WeightGradient(const ConvShape& shape) : shape_(shape) {}

void WeightGradient::add(const float* x, const Fill& fill, float* dw, float* db) const {
  const kernels::Kernels& kernel = kernels::active();
  const int taps = shape_.taps(), filters = shape_.filters, rows = kernel.tile_rows, tile = kernel.tile_cols;
  const int height = rounded_up(taps, rows), width = rounded_up(filters, tile);
  const int part_size = (height + 1) * width;  // the last row holds the sums for db
  const int grain = std::max(1, (groups(shape_) + kParts - 1) / kParts), parts = chunks(groups(shape_), grain);
  if (parts == 0) return;
  float* sums = scratch(Scratch::partials, static_cast<size_t>(parts) * static_cast<size_t>(part_size));

  parallel_for(groups(shape_), grain, [&](int begin, int end) {
    float* part = sums + static_cast<ptrdiff_t>(begin / grain) * part_size;
    std::fill(part, part + part_size, 0.f);
    for (int index = begin; index < end; ++index) {
      const Group g = group(shape_, index);
      const int positions = g.images * shape_.positions();
      const auto panel_floats = static_cast<size_t>(positions) * static_cast<size_t>(width);
      const Panels dy{scratch(Scratch::plane, panel_floats), tile, positions};
      std::fill(dy.data, dy.data + panel_floats, 0.f);
      fill(g, dy, part + height * width);
      const float* source = copy_source({shape_}, g, x);
      float* patches = scratch(Scratch::panel, static_cast<size_t>(positions) * static_cast<size_t>(rows) + kMaxTile);
      for (int k = 0; k < height; k += rows) {
        pack_positions({shape_}, g, source, k, rows, patches);
        for (int f = 0; f < width; f += tile)
          kernel.gemm_tile(positions, patches, dy.data + static_cast<ptrdiff_t>(f) * positions, part + k * width + f,
                           width);
      }
    }
  });

  for (int i = 1; i < parts; ++i) kernel.add(part_size, sums + static_cast<ptrdiff_t>(i) * part_size, sums);
  const int area = shape_.window.height * shape_.window.width;
  for (int f = 0; f < filters; ++f)
    for (int c = 0; c < shape_.channels; ++c)
      for (int uv = 0; uv < area; ++uv) *dw++ += sums[(uv * shape_.channels + c) * width + f];
  if (db != nullptr) kernel.add(filters, sums + height * width, db);
}

}  // namespace thimble
