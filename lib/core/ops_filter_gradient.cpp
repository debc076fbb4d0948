#include <algorithm>

#include "core/filter_sums.h"
#include "core/filter_terms.h"
#include "core/ops_filter.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

using kernels::Term;

namespace {

constexpr int kFewPlaces = 16;    // cannot be shared evenly; the taps of their window can
constexpr int kCached = 1 << 16;  // floats of x and of dY that one pass over the taps keeps in the second cache

// How the work is cut. Many places go in `parts`, each with its own sums, which are added in their order; the rows of dW
// in `slices` of channels and, if the places are few, groups of taps.
struct Cut {
  int parts, slices, slice_lanes, tap_groups, taps_together;
  explicit Cut(const Filter& f) {
    const bool one_block = f.in.blocks() == 1;
    slice_lanes = one_block ? std::min(f.in.depth(), kSliceLanes) : f.in.lanes;
    slices = one_block ? chunks(f.in.depth(), slice_lanes) : f.in.blocks();
    const int wanted = std::max(1, kSumParts / slices);
    const int places = f.out.places();
    const bool by_taps = places < kFewPlaces && f.in.lanes > 1;
    parts = by_taps ? 1 : std::min(places, wanted);
    tap_groups = by_taps ? std::min(f.taps(), 2 * wanted) : 1;
    taps_together = chunks(f.taps(), tap_groups);
    tap_groups = chunks(f.taps(), taps_together);
  }
  int pieces() const { return parts * slices * tap_groups; }
  int part(int piece) const { return piece / (slices * tap_groups); }
  bool first(int piece) const { return piece % (slices * tap_groups) == 0; }
  FilterRows rows(const Filter& f, int piece) const {
    const int slice = piece / tap_groups % slices, group = piece % tap_groups;
    const bool one_block = f.in.blocks() == 1;
    const int lane = one_block ? slice * slice_lanes : 0;
    return {one_block ? 0 : slice, lane, std::min(slice_lanes, f.in.channels - (one_block ? lane : slice * f.in.lanes)),
            group * taps_together, std::min(f.taps(), (group + 1) * taps_together)};
  }
};

// x and dy of the places [first, last), for all taps of `rows`; what the sums begin with, or null: with what they hold.
void add_places(const Filter& f, const Panels& x, const Panels& dy, int first, int last, const FilterRows& rows,
                const float* start, const Sums& sums) {
  const int lanes = f.out.lanes;
  std::vector<Term>& terms = terms_of_thread(static_cast<size_t>(last - first));
  for (int tap = rows.tap; tap < rows.end_tap; ++tap) {
    const int channel = rows.block * f.in.depth() + rows.lane;
    const int count = gradient_terms(f, x, dy, rows.block, tap, first, last, terms);
    for (int t = 0; t < count; ++t) terms[static_cast<size_t>(t)].a += rows.lane;
    if (count == 0) sums.begin(tap, channel, rows.count, start, f.out.blocks() * lanes);
    if (count == 0) continue;
    kernels::active().product({.rows = rows.count,
                               .cols = f.out.blocks() * lanes,
                               .depth = dy.images,
                               .terms = count,
                               .term = terms.data(),
                               .a = x.data,
                               .row_step = 1,
                               .k_step = x.shape.lanes,
                               .b = dy.data,
                               .b_row = lanes,
                               .b_panel = dy.block(),
                               .c = sums.row(tap, channel),
                               .c_row = sums.channel_step,
                               .c_panel = lanes,
                               .start = start});
  }
}

// An input of one lane (the first layer of most networks): the taps themselves are the rows. Every window lies within
// the picture. dy holds only the places [first, last).
void add_taps(const Filter& f, const Panels& x, const Panels& dy, int first, int last, const Sums& sums) {
  const int lanes = f.out.lanes, count = last - first;
  std::vector<Term>& terms = terms_of_thread(static_cast<size_t>(count));
  for (int t = 0; t < count; ++t) {
    const int p = (first + t) / f.out.width, q = (first + t) % f.out.width;
    terms[static_cast<size_t>(t)] = {x.offset(0, p * f.window.stride, q * f.window.stride), t * dy.panel()};
  }
  ptrdiff_t at[256];
  for (int done = 0; done < f.taps(); done += 256) {
    const int rows = std::min(256, f.taps() - done);
    for (int i = 0; i < rows; ++i) at[i] = x.offset(0, (done + i) / f.window.width, (done + i) % f.window.width);
    kernels::active().product({.rows = rows,
                               .cols = f.out.blocks() * lanes,
                               .depth = dy.images,
                               .terms = count,
                               .term = terms.data(),
                               .a = x.data,
                               .row_step = 0,
                               .k_step = 1,
                               .row_at = at,
                               .b = dy.data,
                               .b_row = lanes,
                               .b_panel = dy.block(),
                               .c = sums.row(done, 0),
                               .c_row = sums.tap_step,
                               .c_panel = lanes});
  }
}

void add_biases(const Panels& dy, int first, int last, float* sums) {
  for (int b = 0; b < dy.shape.blocks(); ++b)
    for (int place = first; place < last; ++place)
      kernels::active().lane_sums(dy.images, dy.shape.lanes, dy.at(b, place), sums + b * dy.shape.lanes);
}

}  // namespace

int gradient_terms(const Filter& f, const Panels& x, const Panels& dy, int block, int tap, int first, int last,
                   std::vector<Term>& terms) {
  int count = 0;
  for (int place = first; place < last; ++place) {
    const int p = place / f.out.width, q = place % f.out.width;
    const int y = p * f.window.stride + tap / f.window.width - f.window.top;
    const int col = q * f.window.stride + tap % f.window.width - f.window.left;
    if (y < 0 || y >= f.in.height || col < 0 || col >= f.in.width) continue;
    terms[static_cast<size_t>(count++)] = {x.offset(block, y, col), dy.offset(0, p, q)};
  }
  return count;
}

void add_filter_weight_gradient(const Filter& f, const Panels& x, const Panels& dy, float* dw, float* db, bool set) {
  if (is_narrow(f)) return add_narrow_weight_gradient(f, x, dy, set, dw, db);
  add_weight_gradient(
      f, x, dy,
      [&](int first, int last, const FilterRows& rows, const float* start, const Sums& sums) {
        if (x.shape.lanes > 1) return add_places(f, x, dy, first, last, rows, start, sums);
        Panels some = dy;
        some.data = dy.at(0, first);
        add_taps(f, x, some, first, last, sums);
      },
      set, dw, db);
}

void add_weight_gradient_by(const AddPlaces& add_places, const Filter& f, const Panels& x, const Panels& dy, bool set,
                            float* dw, float* db) {
  const Cut cut(f);
  const bool direct = cut.parts == 1 && f.filter_step == 1 && f.out.channels % f.out.lanes == 0 && f.in.lanes > 1;
  const Parts parts(f, cut.parts, direct);
  const int places = f.out.places(), step = std::max(1, kCached / dy.images / std::max(x.shape.lanes, parts.width));
  const bool small = int64_t{f.taps()} * parts.depth * parts.width * places * dy.images < kSmall;
  const bool one_lane = x.shape.lanes == 1;
  const float* zeros = set || !direct ? lane_values(f.out, nullptr) : nullptr;
  parallel_for(cut.pieces(), small ? cut.pieces() : 1, [&](int begin, int end) {
    for (int piece = begin; piece < end; ++piece) {
      Sums sums = parts.part(cut.part(piece));
      if (direct) sums = {dw, f.tap_step, f.channel_step, sums.biases};
      const FilterRows rows = cut.rows(f, piece);
      for (int tap = rows.tap; tap < rows.end_tap && one_lane; ++tap) {
        float* from = sums.row(tap, rows.block * f.in.depth() + rows.lane);
        std::fill(from, from + ptrdiff_t{rows.count} * parts.width, 0.f);
      }
      const int from = static_cast<int>(int64_t{places} * cut.part(piece) / cut.parts);
      const int to = static_cast<int>(int64_t{places} * (cut.part(piece) + 1) / cut.parts);
      for (int first = from; first < to; first += step)
        add_places(first, std::min(to, first + step), rows, first == from ? zeros : nullptr, sums);
      if (!cut.first(piece)) continue;
      std::fill(sums.biases, sums.biases + parts.width, 0.f);
      if (db != nullptr) add_biases(dy, from, to, sums.biases);
    }
  });
  add_parts(f, parts, direct, set, dw, db);
}

void add_pooled_weight_gradient(const Filter& f, const Panels& x, const Window& pool, float scale, const Panels& y,
                                const Panels& dy, const std::vector<uint8_t>& winner, float* dw, float* db) {
  const Parts parts(f, std::min(kSumParts, dy.shape.places()), false);
  parallel_for(parts.count, 1, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    const int lanes = dy.shape.lanes;
    for (int part = begin; part < end; ++part) {
      const Sums sums = parts.part(part);
      std::fill(sums.data, sums.data + parts.floats, 0.f);
      const int from = dy.shape.places() * part / parts.count, to = dy.shape.places() * (part + 1) / parts.count;
      for (int place = from; place < to; ++place)
        for (int first = 0; first < dy.images; first += kWindowImages) {
          const int images = std::min(kWindowImages, dy.images - first), values = images * lanes;
          const PanelShape window{f.out.channels, pool.height, pool.width, lanes};
          const Panels dz{scratch(Scratch::plane, window.floats(images)), window, images};
          for (int b = 0; b < dy.shape.blocks(); ++b) {
            const ptrdiff_t at = dy.at(b, place) - dy.data + ptrdiff_t{first} * lanes;
            const float* alive = alive_of(y, dy, at, values, scale);
            k.lane_sums(images, lanes, alive, sums.biases + b * lanes);
            for (int i = 0; i < window.places(); ++i) k.to_winner(values, i, winner.data() + at, alive, dz.at(b, i));
          }
          const int p = place / dy.shape.width * pool.stride, q = place % dy.shape.width * pool.stride;
          Filter part_of = f;
          part_of.out = window;
          Panels seen = x;
          seen.data = x.data + x.offset(0, p * f.window.stride, q * f.window.stride) + first;
          add_taps(part_of, seen, dz, 0, window.places(), sums);
        }
    }
  });
  add_parts(f, parts, false, false, dw, db);
}

}  // namespace thimble
