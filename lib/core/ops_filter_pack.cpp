#include <algorithm>

#include "core/filter_terms.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

// to[k][j] = w[k k_step + j j_step] for k < depth, j < count; the other lanes stay.
void pack_block(int depth, int count, const float* w, ptrdiff_t k_step, ptrdiff_t j_step, int lanes, float* to) {
  if (k_step == 1) return kernels::active().transpose(count, depth, w, static_cast<int>(j_step), to, lanes);
  for (int k = 0; k < depth; ++k, to += lanes) {
    const float* from = w + k * k_step;
    if (j_step == 1 && count >= 16)
      std::copy(from, from + count, to);
    else
      for (int j = 0; j < count; ++j) to[j] = from[j * j_step];
  }
}

// Both forms of the weights: blocks of columns, within them taps, within them blocks of rows.
void pack(const PanelShape& rows, const PanelShape& cols, int taps, const float* w, ptrdiff_t row_step,
          ptrdiff_t col_step, ptrdiff_t tap_step, float* to) {
  const int depth = rows.depth(), lanes = cols.lanes, blocks = rows.blocks();
  const ptrdiff_t size = ptrdiff_t{depth} * lanes, tap = size * blocks, column = tap * taps;
  // A convolution's taps lie side by side: each row of all taps at once. Else each tap by itself.
  const bool by_row = tap_step == 1 && taps > 1;
  const int pieces = (by_row ? rows.channels : taps * blocks) * cols.blocks();
  const int grain = static_cast<int>(std::max<ptrdiff_t>(1, 32768 / (by_row ? ptrdiff_t{taps} * lanes : size)));
  parallel_for(pieces, grain, [&](int begin, int end) {
    for (int piece = begin; piece < end; ++piece) {
      const int i = piece / cols.blocks(), c = piece % cols.blocks(), first_col = c * lanes;
      const int count = std::min(lanes, cols.channels - first_col);
      const float* from = w + first_col * col_step;
      float* block = to + c * column;
      if (by_row) {
        kernels::active().transpose(count, taps, from + i * row_step, static_cast<int>(col_step),
                                    block + i / depth * size + ptrdiff_t{i % depth} * lanes, static_cast<int>(tap));
        continue;
      }
      const int first_row = i % blocks * depth;
      pack_block(std::min(depth, rows.channels - first_row), count, from + first_row * row_step + i / blocks * tap_step,
                 row_step, col_step, lanes, block + i * size);
    }
  });
}

}  // namespace

ptrdiff_t packed_block(const Filter& f) { return ptrdiff_t{f.taps()} * f.in.blocks() * f.in.depth() * f.out.lanes; }

ptrdiff_t turned_block(const Filter& f) { return ptrdiff_t{f.taps()} * f.out.blocks() * f.out.depth() * f.in.lanes; }

size_t packed_floats(const Filter& f) { return static_cast<size_t>(f.out.blocks() * packed_block(f)); }

size_t turned_floats(const Filter& f) { return static_cast<size_t>(f.in.blocks() * turned_block(f)); }

void pack_filters(const Filter& f, const float* w, float* packed) {
  if (is_narrow(f)) return pack_narrow(f, w, packed);
  pack(f.in, f.out, f.taps(), w, f.channel_step, f.filter_step, f.tap_step, packed);
}

void turn_filters(const Filter& f, const float* w, float* turned) {
  pack(f.out, f.in, f.taps(), w, f.filter_step, f.channel_step, f.tap_step, turned);
}

Weights packed_weights(const Filter& f, const float* packed) {
  return {packed, f.out.lanes, packed_block(f), ptrdiff_t{f.in.depth()} * f.out.lanes};
}

bool reads_as_it_is(const Filter& f) {
  return f.filter_step == 1 && f.taps() == 1 && f.out.channels % f.out.lanes == 0 && f.in.channels % f.in.depth() == 0;
}

Weights plain_weights(const Filter& f, const float* w) {
  return {w, f.channel_step, f.out.lanes, f.in.depth() * f.channel_step};
}

}  // namespace thimble
