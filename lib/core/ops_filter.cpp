#include "core/ops_filter.h"

#include <algorithm>

#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

using kernels::Term;

Filter conv_filter(const PanelShape& in, int filters, const Window& window) {
  const int area = window.height * window.width;
  return {in,     {filters, window.out_height(in.height), window.out_width(in.width), panel_lanes(filters)},
          window, ptrdiff_t{in.channels} * area,
          area,   1};
}

Filter dense_filter(const PanelShape& in, int units) {
  return {in, {units, 1, 1, panel_lanes(units)}, {in.height, in.width}, 1, ptrdiff_t{in.places()} * units, units};
}

ptrdiff_t packed_block(const Filter& f) { return ptrdiff_t{f.taps()} * f.in.blocks() * f.in.depth() * f.out.lanes; }

ptrdiff_t turned_block(const Filter& f) { return ptrdiff_t{f.taps()} * f.out.blocks() * f.out.depth() * f.in.lanes; }

namespace {

constexpr int kDepth =
    160;                    // terms of so many multiplications at a time: the weights of 64 columns fit the first cache
constexpr int kPieces = 4;  // at least, if there are blocks enough; more would read the images once more each
constexpr int64_t kListing = 256;    // multiply-adds in the time of finding one term
constexpr int64_t kPiece = 1 << 20;  // multiply-adds that are worth a piece of their own
constexpr int kEven = 16;            // pieces of a convolution that threads share evenly enough
constexpr int64_t kHeld = 1 << 18;   // weights that stay in the second cache while pictures pass

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

// Into how many groups `blocks` blocks are cut, so that there are enough pieces for several threads.
int spread(int units, int blocks) {
  int groups = 1;
  while (groups < blocks && (units * groups < kPieces || blocks % groups != 0)) ++groups;
  return groups;
}

// The places of a map in an order in which neighbours often have the same terms: row by row, and behind them the columns
// at the edges, whose windows do not lie within the picture, column by column.
struct Places {
  PanelShape shape;
  int left = 0, right = 0;  // columns at the edges
  int inner() const { return shape.width - left - right; }
  int at(int i) const {
    if (i < inner() * shape.height) return i / inner() * shape.width + left + i % inner();
    const int column = i / shape.height - inner();
    return i % shape.height * shape.width + (column < left ? column : column + inner());
  }
};

// The same for a convolution. Two blocks at least stay together, for the widest tile; more than that brings nothing. All
// weights of a group should stay in the second cache from place to place.
int spread_places(int units, int blocks, int64_t block_weights) {
  int groups = spread(units, blocks);
  while (blocks % (4 * groups) == 0 && (units * groups < kEven || blocks / groups * block_weights > kHeld)) groups *= 2;
  return groups;
}

// The products of all places of c: terms_of(y, x, terms) lists those of a place, whose rows are the images.
template <class TermsOf>
void products(const Panels& a, const Panels& c, int depth, const Weights& weights, const float* start, bool relu,
              float gate, int most_terms, const TermsOf& terms_of) {
  const int images = c.images, blocks = c.shape.blocks(), lanes = c.shape.lanes, width = c.shape.width;
  const bool few = images < kFewImages && c.shape.places() > 1;
  const int rows_at_once = c.shape.places() > 1 ? kImages : std::clamp(images / 2 + 1, 16, kImages);
  const int parts = few ? 1 : chunks(images, rows_at_once), units = c.shape.places() * parts;
  const int64_t block_weights = int64_t{most_terms} * depth * lanes;
  const int groups = c.shape.places() > 1 ? spread_places(units, blocks, block_weights) : spread(units, blocks);
  const int together = blocks / groups;
  const int64_t listing = few ? kListing * most_terms : 0;
  const int64_t work = std::min(images, few ? images : rows_at_once) * together * block_weights + listing;
  const int pieces = units * groups, most = work * pieces < kSmall ? pieces : (pieces + 7) / 8;
  const int least = few ? std::min(width, most) : 1;  // the places of a row share products
  const int grain = static_cast<int>(std::clamp<int64_t>(kPiece / std::max<int64_t>(work, 1), least, most));
  const int step = std::max(1, kDepth / depth);
  Places places{c.shape};
  if (few && images == 1 && gate == 0) {
    std::vector<Term>& terms = terms_of_thread(2 * static_cast<size_t>(most_terms));
    const auto clipped = [&](int x) { return terms_of(c.shape.height / 2, x, terms.data()) < most_terms; };
    while (places.left < width / 2 && clipped(places.left)) ++places.left;
    while (places.right < width / 2 && clipped(width - 1 - places.right)) ++places.right;
  }
  parallel_for(pieces, grain, [&](int begin, int end) {
    std::vector<Term>& terms = terms_of_thread(2 * static_cast<size_t>(most_terms));
    Term *here = terms.data(), *next = here + most_terms;
    for (int i = begin, run; i < end; i += run) {
      const int first_block = i / units * together, unit = i % units, place = places.at(unit / parts);
      const int first = unit % parts * rows_at_once;
      const int count = terms_of(place / width, place % width, here);
      int apart = 1;  // places from one to the next of the run; the distance of their terms:
      ptrdiff_t distance = a.panel();
      for (run = 1; few && i + run < end && unit + run < units; ++run) {
        const int other = places.at(unit + run), listed = terms_of(other / width, other % width, next);
        if (run == 1 && images == 1 && count > 0 && listed > 0) {
          apart = other - place;
          distance = next[0].a - here[0].a;
        }
        if (other != place + run * apart || !continues(here, count, next, listed, run * distance)) break;
      }
      const int rows = few ? run * images : std::min(rows_at_once, images - first);
      const float* origin = start + first_block * lanes;
      float* to = c.at(first_block, place) + ptrdiff_t{first} * lanes;
      const ptrdiff_t panel = ptrdiff_t{rows} * lanes;
      const bool beside = gate != 0 && count > step;  // what c holds is still needed at the end
      float* sums = beside ? scratch(Scratch::plane, static_cast<size_t>(panel * together)) : to;
      for (int t = 0; t == 0 || t < count; t += step)
        kernels::active().product({.rows = rows,
                                   .cols = together * lanes,
                                   .depth = depth,
                                   .terms = std::min(step, count - t),
                                   .term = here + t,
                                   .a = a.data + ptrdiff_t{first} * a.shape.lanes,
                                   .row_step = images == 1 && few ? distance : a.shape.lanes,
                                   .k_step = 1,
                                   .b = weights.data + first_block * weights.panel,
                                   .b_row = weights.row,
                                   .b_panel = weights.panel,
                                   .c = sums,
                                   .c_row = ptrdiff_t{apart} * lanes,
                                   .c_panel = beside ? panel : c.block(),
                                   .start = t == 0 ? origin : nullptr,
                                   .relu = relu && t + step >= count,
                                   .gate = beside ? 0 : gate});
      for (int b = 0; b < together && beside; ++b)
        kernels::active().masked_scale(static_cast<int>(panel), gate, to + b * c.block(), sums + b * panel,
                                       to + b * c.block());
    }
  });
}

}  // namespace

bool continues(const Term* a, int count_a, const Term* b, int count_b, ptrdiff_t distance) {
  if (count_a != count_b) return false;
  for (int t = 0; t < count_a; ++t)
    if (b[t].a - a[t].a != distance || a[t].b != b[t].b) return false;
  return true;
}

std::vector<Term>& terms_of_thread(size_t at_least) {
  thread_local std::vector<Term> terms;
  if (terms.size() < at_least) terms.resize(at_least);
  return terms;
}

const float* lane_values(const PanelShape& shape, const float* b) {
  const int lanes = shape.blocks() * shape.lanes;
  float* values = scratch(Scratch::shared, static_cast<size_t>(lanes));
  std::fill(values, values + lanes, 0.f);
  if (b != nullptr) std::copy(b, b + shape.channels, values);
  return values;
}

int forward_terms(const Filter& f, const Panels& x, ptrdiff_t size, int p, int q, Term* terms) {
  const int y0 = p * f.window.stride - f.window.top, x0 = q * f.window.stride - f.window.left;
  int count = 0;
  for (int u = std::max(0, -y0); u < std::min(f.window.height, f.in.height - y0); ++u)
    for (int v = std::max(0, -x0); v < std::min(f.window.width, f.in.width - x0); ++v)
      for (int b = 0; b < f.in.blocks(); ++b)
        terms[count++] = {x.offset(b, y0 + u, x0 + v), ((u * f.window.width + v) * f.in.blocks() + b) * size};
  return count;
}

int backward_terms(const Filter& f, const Panels& dy, int y, int x, Term* terms) {
  const ptrdiff_t size = ptrdiff_t{f.out.depth()} * f.in.lanes;
  const int stride = f.window.stride;
  int count = 0;
  for (int u = 0; u < f.window.height; ++u) {
    const int row = y + f.window.top - u;  // = p stride
    if (row < 0 || row % stride != 0 || row / stride >= f.out.height) continue;
    for (int v = 0; v < f.window.width; ++v) {
      const int col = x + f.window.left - v;
      if (col < 0 || col % stride != 0 || col / stride >= f.out.width) continue;
      for (int b = 0; b < f.out.blocks(); ++b)
        terms[count++] = {dy.offset(b, row / stride, col / stride),
                          ((u * f.window.width + v) * f.out.blocks() + b) * size};
    }
  }
  return count;
}

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

void filter_forward(const Filter& f, const Panels& x, const Weights& w, const float* b, bool relu, const Panels& y) {
  if (is_narrow(f)) return narrow_forward(f, x, w.data, b, relu, y);
  if (is_halved(f, x.images)) return halves_forward(f, x, w, b, relu, y);
  products(x, y, f.in.depth(), w, lane_values(f.out, b), relu, 0, f.taps() * f.in.blocks(),
           [&](int p, int q, Term* terms) { return forward_terms(f, x, w.term, p, q, terms); });
}

void filter_input_gradient(const Filter& f, const Panels& dy, const float* turned, float gate, const Panels& dx) {
  const Weights w{turned, f.in.lanes, turned_block(f), ptrdiff_t{f.out.depth()} * f.in.lanes};
  products(dy, dx, f.out.depth(), w, lane_values(f.in, nullptr), false, gate, f.taps() * f.out.blocks(),
           [&](int i, int j, Term* terms) { return backward_terms(f, dy, i, j, terms); });
}

}  // namespace thimble
