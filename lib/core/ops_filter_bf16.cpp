#include "core/ops_filter_bf16.h"

#include <algorithm>

#include "core/bf16_panels.h"
#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

using kernels::Term;

namespace {

constexpr int kLanes = kBf16Lanes;
constexpr int kTerm = kLanes * kLanes / 2;  // words of a block of weights
constexpr int kPieces = 8;                  // at least, if there are blocks enough
constexpr int64_t kPiece = 1 << 22;         // multiply-adds that are worth a piece of their own

// The same filter with whole blocks of 32 channels on both sides.
Filter whole_blocks(Filter f) {
  f.in = bf16_shape(f.in);
  f.out = bf16_shape(f.out);
  f.in.channels = f.in.blocks() * kLanes;
  f.out.channels = f.out.blocks() * kLanes;
  return f;
}

size_t words(const PanelShape& rows, const PanelShape& cols, int taps) {
  return static_cast<size_t>(bf16_shape(rows).blocks()) * static_cast<size_t>(bf16_shape(cols).blocks()) *
         static_cast<size_t>(taps) * kTerm;
}

// to[k / 2][j] = the pair of w[k k_step + j j_step] for k and k + 1; k < depth, j < count, the others zeros.
void pack_block(int depth, int count, const float* w, ptrdiff_t k_step, ptrdiff_t j_step, uint32_t* to) {
  const kernels::Kernels& k = kernels::active();
  alignas(64) float block[kLanes * kLanes];
  if (depth < kLanes || count < kLanes) std::fill(block, block + kLanes * kLanes, 0.f);
  ptrdiff_t step = kLanes;
  const float* rows = block;
  if (j_step == 1 && depth == kLanes && count == kLanes) {
    rows = w;
    step = k_step;
  } else if (k_step == 1) {
    k.transpose(count, depth, w, static_cast<int>(j_step), block, kLanes);
  } else {
    for (int i = 0; i < depth; ++i)
      for (int j = 0; j < count; ++j) block[i * kLanes + j] = w[i * k_step + j * j_step];
  }
  for (int i = 0; i < kLanes; i += 2)
    k.to_bf16_pairs(kLanes, rows + i * step, rows + (i + 1) * step, to + i / 2 * kLanes);
}

// Both forms of the weights: blocks of columns, within them taps, within them blocks of rows.
void pack(const PanelShape& rows, const PanelShape& cols, int taps, const float* w, ptrdiff_t row_step,
          ptrdiff_t col_step, ptrdiff_t tap_step, uint32_t* to) {
  const int blocks = bf16_shape(rows).blocks(), columns = bf16_shape(cols).blocks();
  parallel_for(taps * blocks * columns, 32, [&](int begin, int end) {
    for (int piece = begin; piece < end; ++piece) {
      const int i = piece / columns, c = piece % columns;  // neighbours in w, if its columns lie side by side
      const int row = i % blocks * kLanes, col = c * kLanes;
      pack_block(std::min(kLanes, rows.channels - row), std::min(kLanes, cols.channels - col),
                 w + row * row_step + col * col_step + i / blocks * tap_step, row_step, col_step,
                 to + (ptrdiff_t{c} * taps * blocks + i) * kTerm);
    }
  });
}

struct Weights {
  const uint32_t* data;
  ptrdiff_t panel;  // words of a block of columns
};

// The products of all places of c: terms_of(y, x, terms) lists those of a place, whose rows are the images.
template <class TermsOf>
void products(const Bf16Rows& a, const Panels& c, const Weights& weights, const float* start, bool relu, float gate,
              int most_terms, const TermsOf& terms_of) {
  const int images = c.images, blocks = c.shape.blocks(), width = c.shape.width;
  const bool few = images < kFewImages && c.shape.places() > 1;
  const int parts = few ? 1 : chunks(images, kImages), units = c.shape.places() * parts;
  int groups = 1;
  while (groups < blocks && (units * groups < kPieces || blocks % groups != 0)) ++groups;
  const int together = blocks / groups, pieces = units * groups;
  const int64_t work = int64_t{std::min(images, kImages)} * together * most_terms * kLanes * kLanes;
  const int most = work * pieces < kSmall ? pieces : chunks(pieces, kPieces);
  const int grain = static_cast<int>(std::clamp<int64_t>(kPiece / std::max<int64_t>(work, 1), 1, most));
  parallel_for(pieces, grain, [&](int begin, int end) {
    std::vector<Term>& terms = terms_of_thread(2 * static_cast<size_t>(most_terms));
    Term *here = terms.data(), *next = here + most_terms;
    for (int i = begin, run; i < end; i += run) {
      const int block = i / units * together, unit = i % units, place = unit / parts, first = unit % parts * kImages;
      const int count = terms_of(place / width, place % width, here);
      run = 1;
      while (few && i + run < end && unit + run < units && (place + run) % width != 0 &&
             continues(here, count, next, terms_of((place + run) / width, (place + run) % width, next),
                       run * a.at.panel()))
        ++run;
      kernels::active().product_bf16({.rows = few ? run * images : std::min(kImages, images - first),
                                      .cols = together * kLanes,
                                      .depth = kLanes,
                                      .terms = count,
                                      .term = here,
                                      .a = a.data + ptrdiff_t{first} * kLanes,
                                      .row_step = kLanes,
                                      .b = weights.data + block * weights.panel,
                                      .b_panel = weights.panel,
                                      .c = c.at(block, place) + ptrdiff_t{first} * kLanes,
                                      .c_row = kLanes,
                                      .c_panel = c.block(),
                                      .start = start + block * kLanes,
                                      .relu = relu,
                                      .gate = gate});
    }
  });
}

void input_gradient(const Filter& filter, const Bf16Rows& dy, const uint32_t* turned, float gate, const Panels& dx) {
  const Filter f = whole_blocks(filter);
  const int most = f.taps() * f.out.blocks();
  products(dy, dx, {turned, ptrdiff_t{most} * kTerm}, lane_values(filter.in, nullptr), false, gate, most,
           [&](int y, int x, Term* terms) {
             const int count = backward_terms(f, dy.at, y, x, terms);
             for (int t = 0; t < count; ++t) terms[t].b /= 2;  // two weights a word
             return count;
           });
}

void weight_gradient(const Filter& f, const Panels& x, const Panels& dy, const Bf16Pairs& pairs, bool set, float* dw,
                     float* db) {
  const Bf16Rows columns = bf16_columns(x);
  const auto add_places = [&](int first, int last, const FilterRows& rows, const float* start, const Sums& sums) {
    std::vector<Term>& terms = terms_of_thread(static_cast<size_t>(last - first));
    for (int tap = rows.tap; tap < rows.end_tap; ++tap)
      for (int lane = rows.lane; lane < rows.lane + rows.count; lane += kLanes) {
        const int count = gradient_terms(f, columns.at, pairs.at, rows.block + lane / kLanes, tap, first, last, terms);
        const int channel = rows.block * f.in.depth() + lane,
                  channels = std::min(kLanes, rows.lane + rows.count - lane);
        if (count == 0) sums.begin(tap, channel, channels, start, f.out.blocks() * kLanes);
        if (count == 0) continue;
        kernels::active().product_bf16({.rows = channels,
                                        .cols = f.out.blocks() * kLanes,
                                        .depth = columns.at.images,
                                        .terms = count,
                                        .term = terms.data(),
                                        .a = columns.data,
                                        .row_step = columns.at.images,
                                        .b = pairs.data,
                                        .b_panel = pairs.at.block(),
                                        .c = sums.row(tap, channel),
                                        .c_row = sums.channel_step,
                                        .c_panel = kLanes,
                                        .start = start});
      }
  };
  add_weight_gradient(f, x, dy, add_places, set, dw, db);
}

}  // namespace

bool suits_bf16(const Filter& f) { return f.in.channels > 16 && f.out.channels > 16; }

size_t bf16_packed_words(const Filter& f) { return words(f.in, f.out, f.taps()); }

size_t bf16_turned_words(const Filter& f) { return words(f.out, f.in, f.taps()); }

void pack_filters_bf16(const Filter& f, const float* w, uint32_t* packed) {
  pack(f.in, f.out, f.taps(), w, f.channel_step, f.filter_step, f.tap_step, packed);
}

void turn_filters_bf16(const Filter& f, const float* w, uint32_t* turned) {
  pack(f.out, f.in, f.taps(), w, f.filter_step, f.channel_step, f.tap_step, turned);
}

void filter_forward_bf16(const Filter& filter, const Panels& x, const uint32_t* packed, const float* b, bool relu,
                         const Panels& y) {
  const Filter f = whole_blocks(filter);
  const Bf16Rows rows = bf16_rows(x);
  const int most = f.taps() * f.in.blocks();
  products(rows, y, {packed, ptrdiff_t{most} * kTerm}, lane_values(filter.out, b), relu, 0, most,
           [&](int p, int q, Term* terms) { return forward_terms(f, rows.at, kTerm, p, q, terms); });
}

void filter_backward_bf16(const Filter& f, const Panels& x, const Panels& dy, const uint32_t* turned, float gate,
                          const Panels& dx, float* dw, float* db, bool set) {
  if (dx.data == nullptr) return weight_gradient(f, x, dy, bf16_pairs(dy), set, dw, db);
  const Bf16RowsAndPairs both = bf16_rows_and_pairs(dy);
  weight_gradient(f, x, dy, both.pairs, set, dw, db);  // before dX takes the place of X
  input_gradient(f, both.rows, turned, gate, dx);
}

void filter_pool_forward_bf16(const Filter& filter, const Panels& x, const uint32_t* packed, const float* b,
                              const Window& pool, const Panels& y, std::vector<uint8_t>& winner) {
  winner.resize(y.floats());
  const Filter f = whole_blocks(filter);
  const Bf16Rows a = bf16_rows(x);
  const int blocks = f.out.blocks(), area = pool.height * pool.width, most = f.taps() * f.in.blocks();
  const int parts = chunks(y.images, kWindowImages);
  const float* start = lane_values(filter.out, b);
  parallel_for(y.shape.places() * parts, 1, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    std::vector<Term>& terms = terms_of_thread(static_cast<size_t>(most));
    const PanelShape shape{filter.out.channels, pool.height, pool.width, kLanes};
    for (int unit = begin; unit < end; ++unit) {
      const int place = unit / parts, first = unit % parts * kWindowImages;
      const int images = std::min(kWindowImages, y.images - first);
      const Panels window{scratch(Scratch::plane, shape.floats(images)), shape, images};
      for (int i = 0; i < area; ++i) {
        const int p = place / y.shape.width * pool.stride + i / pool.width;
        const int q = place % y.shape.width * pool.stride + i % pool.width;
        k.product_bf16({.rows = images,
                        .cols = blocks * kLanes,
                        .depth = kLanes,
                        .terms = forward_terms(f, a.at, kTerm, p, q, terms.data()),
                        .term = terms.data(),
                        .a = a.data + ptrdiff_t{first} * kLanes,
                        .row_step = kLanes,
                        .b = packed,
                        .b_panel = ptrdiff_t{most} * kTerm,
                        .c = window.at(0, i),
                        .c_row = kLanes,
                        .c_panel = window.block(),
                        .start = start});
      }
      greatest_of_window(window, place, first, y, winner);
    }
  });
}

}  // namespace thimble
