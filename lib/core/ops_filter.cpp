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

namespace {

// Terms of so many multiplications at a time: the weights of 64 columns fit the first cache.
constexpr int kDepth = 160;
constexpr int kPieces = 4;           // at least, if there are blocks enough; more would read the images once more each
constexpr int64_t kListing = 256;    // multiply-adds in the time of finding one term
constexpr int64_t kPiece = 1 << 20;  // multiply-adds that are worth a piece of their own
constexpr int kEven = 16;            // pieces of a convolution that threads share evenly enough
constexpr int64_t kHeld = 1 << 18;   // weights that stay in the second cache while pictures pass

// Into how many groups `blocks` blocks are cut, so that there are enough pieces for several threads.
int spread(int units, int blocks) {
  int groups = 1;
  while (groups < blocks && (units * groups < kPieces || blocks % groups != 0)) ++groups;
  return groups;
}

// The same for a convolution. Two blocks at least stay together, for the widest tile; more than that brings nothing. All
// weights of a group should stay in the second cache from place to place.
int spread_places(int units, int blocks, int64_t block_weights) {
  int groups = spread(units, blocks);
  while (blocks % (4 * groups) == 0 && (units * groups < kEven || blocks / groups * block_weights > kHeld)) groups *= 2;
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

// What is multiplied: c = start + sum over the terms of a place of a * weights, then rectified (relu) or gated (gate).
struct Operands {
  const Panels &a, &c;
  int depth;
  Weights weights;
  const float* start;
  bool relu;
  float gate;
  int most_terms;  // of a place
  int64_t block_weights() const { return int64_t{most_terms} * depth * c.shape.lanes; }
};

// How it is cut into pieces: the images of a place into parts, the blocks of channels into groups.
struct Cut {
  bool few;                     // images: neighbouring places share a product
  int rows, parts;              // images of a part, parts of a place
  int units, groups, together;  // parts of all places; blocks of a group
  int grain;                    // pieces that a thread takes at once

  explicit Cut(const Operands& o) {
    const int images = o.c.images, blocks = o.c.shape.blocks(), places = o.c.shape.places();
    few = images < kFewImages && places > 1;
    rows = places > 1 ? kImages : std::clamp(images / 2 + 1, 16, kImages);
    parts = few ? 1 : chunks(images, rows);
    units = places * parts;
    groups = places > 1 ? spread_places(units, blocks, o.block_weights()) : spread(units, blocks);
    together = blocks / groups;
    const int64_t listing = few ? kListing * o.most_terms : 0;
    const int64_t work = std::min(images, few ? images : rows) * together * o.block_weights() + listing;
    const int most = work * pieces() < kSmall ? pieces() : (pieces() + 7) / 8;
    const int least = few ? std::min(o.c.shape.width, most) : 1;  // the places of a row share products
    grain = static_cast<int>(std::clamp<int64_t>(kPiece / std::max<int64_t>(work, 1), least, most));
  }
  int pieces() const { return units * groups; }
};

// Places whose terms follow one another as their rows do: one product computes them all.
struct Run {
  int places = 1, apart = 1;  // how many; from one to the next
  ptrdiff_t distance;         // of their terms
};

// c of a run of places that begins at `place`, for a group's blocks from `block` on and the images from `first` on.
void multiply(const Operands& o, const Cut& cut, const Run& run, int block, int place, int first, const Term* terms,
              int count) {
  const Panels& c = o.c;
  const int lanes = c.shape.lanes, step = std::max(1, kDepth / o.depth);
  const int rows = cut.few ? run.places * c.images : std::min(cut.rows, c.images - first);
  const ptrdiff_t panel = ptrdiff_t{rows} * lanes;
  float* to = c.at(block, place) + ptrdiff_t{first} * lanes;
  const bool beside = o.gate != 0 && count > step;  // what c holds is still needed at the end
  float* sums = beside ? scratch(Scratch::plane, static_cast<size_t>(panel * cut.together)) : to;
  for (int t = 0; t == 0 || t < count; t += step)
    kernels::active().product({.rows = rows,
                               .cols = cut.together * lanes,
                               .depth = o.depth,
                               .terms = std::min(step, count - t),
                               .term = terms + t,
                               .a = o.a.data + ptrdiff_t{first} * o.a.shape.lanes,
                               .row_step = c.images == 1 && cut.few ? run.distance : o.a.shape.lanes,
                               .k_step = 1,
                               .b = o.weights.data + block * o.weights.panel,
                               .b_row = o.weights.row,
                               .b_panel = o.weights.panel,
                               .c = sums,
                               .c_row = ptrdiff_t{run.apart} * lanes,
                               .c_panel = beside ? panel : c.block(),
                               .start = t == 0 ? o.start + block * lanes : nullptr,
                               .relu = o.relu && t + step >= count,
                               .gate = beside ? 0 : o.gate});
  for (int b = 0; b < cut.together && beside; ++b)
    kernels::active().masked_scale(static_cast<int>(panel), o.gate, to + b * c.block(), sums + b * panel,
                                   to + b * c.block());
}

// The products of all places of c: terms_of(y, x, terms) lists those of a place, whose rows are the images.
template <class TermsOf>
void products(const Operands& o, const TermsOf& terms_of) {
  const Cut cut(o);
  const int width = o.c.shape.width;
  const auto list = [&](int place, Term* terms) { return terms_of(place / width, place % width, terms); };
  const auto room = [&] { return terms_of_thread(2 * static_cast<size_t>(o.most_terms)).data(); };
  Places places{o.c.shape};
  if (cut.few && o.c.images == 1 && o.gate == 0) {
    const auto clipped = [&](int x) { return terms_of(o.c.shape.height / 2, x, room()) < o.most_terms; };
    while (places.left < width / 2 && clipped(places.left)) ++places.left;
    while (places.right < width / 2 && clipped(width - 1 - places.right)) ++places.right;
  }

  // The longest run of the places that units [unit, end) stand for; `count` terms of its first lie `here`.
  const auto run_from = [&](int unit, int end, const Term* here, int count, Term* next) {
    Run run{.distance = o.a.panel()};
    const int place = places.at(unit);
    for (; unit + run.places < end; ++run.places) {
      const int other = places.at(unit + run.places), listed = list(other, next);
      if (run.places == 1 && o.c.images == 1 && count > 0 && listed > 0) {
        run.apart = other - place;
        run.distance = next[0].a - here[0].a;
      }
      if (other != place + run.places * run.apart || !continues(here, count, next, listed, run.places * run.distance))
        break;
    }
    return run;
  };

  parallel_for(cut.pieces(), cut.grain, [&](int begin, int end) {
    Term *here = room(), *next = here + o.most_terms;
    for (int i = begin; i < end;) {
      const int group = i / cut.units, unit = i % cut.units, place = places.at(unit / cut.parts);
      const int count = list(place, here);
      const int last = cut.few ? std::min(cut.units, unit + end - i) : unit;
      const Run run = run_from(unit, last, here, count, next);
      multiply(o, cut, run, group * cut.together, place, unit % cut.parts * cut.rows, here, count);
      i += run.places;
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

void filter_forward(const Filter& f, const Panels& x, const Weights& w, const float* b, bool relu, const Panels& y) {
  if (is_narrow(f)) return narrow_forward(f, x, w.data, b, relu, y);
  if (is_halved(f, x.images)) return halves_forward(f, x, w, b, relu, y);
  products({.a = x,
            .c = y,
            .depth = f.in.depth(),
            .weights = w,
            .start = lane_values(f.out, b),
            .relu = relu,
            .gate = 0,
            .most_terms = f.taps() * f.in.blocks()},
           [&](int p, int q, Term* terms) { return forward_terms(f, x, w.term, p, q, terms); });
}

void filter_input_gradient(const Filter& f, const Panels& dy, const float* turned, float gate, const Panels& dx) {
  const Weights w{turned, f.in.lanes, turned_block(f), ptrdiff_t{f.out.depth()} * f.in.lanes};
  products({.a = dy,
            .c = dx,
            .depth = f.out.depth(),
            .weights = w,
            .start = lane_values(f.in, nullptr),
            .relu = false,
            .gate = gate,
            .most_terms = f.taps() * f.out.blocks()},
           [&](int i, int j, Term* terms) { return backward_terms(f, dy, i, j, terms); });
}

}  // namespace thimble
