#include "core/bf16_panels.h"

#include <algorithm>

#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kTogether = 32;  // images
constexpr int kPairs = kTogether / 2;
constexpr int kTileRows = 16;
constexpr int64_t kGrain = 1 << 15;  // values that are worth a piece of their own

Panels place_of(const PanelShape& shape, int images) { return {nullptr, bf16_shape(shape), images}; }

int whole(int images) { return (images + kTogether - 1) / kTogether * kTogether; }

// Channel block `block` of 32 of image n at a place, and how many of its lanes are there to be read.
const float* lanes_at(const Panels& x, int block, int place, int n) {
  const int first = block * kBf16Lanes, lanes = x.shape.lanes;
  return x.at(first / lanes, place) + ptrdiff_t{n} * lanes + first % lanes;
}
int lanes_there(const Panels& x, int block) {
  return std::min(kBf16Lanes, x.shape.blocks() * x.shape.lanes - block * kBf16Lanes);
}

// body(block, place) for every panel of `to`, on several threads.
template <class Body>
void for_panels(const Panels& to, const Body& body) {
  const int places = to.shape.places(), grain = static_cast<int>(std::max<int64_t>(1, kGrain / to.panel()));
  parallel_for(to.shape.blocks() * places, grain, [&](int begin, int end) {
    for (int i = begin; i < end; ++i) body(i / places, i % places);
  });
}

// The pairs of the images [first, first + 32) as [pair][lane].
void pair_up(const Panels& x, int block, int place, int first, uint32_t* to) {
  static constexpr float kZeros[kBf16Lanes] = {};
  const auto pairs = kernels::active().to_bf16_pairs;
  const int count = lanes_there(x, block);
  for (int i = 0; i < kPairs; ++i, to += kBf16Lanes) {
    const int n = first + 2 * i;
    if (count < kBf16Lanes || n >= x.images) std::fill(to, to + kBf16Lanes, 0u);
    if (n >= x.images) continue;
    const float* even = lanes_at(x, block, place, n);
    pairs(count, even, n + 1 < x.images ? lanes_at(x, block, place, n + 1) : kZeros, to);
  }
}

void fill_rows(const Panels& x, int block, int place, uint16_t* to) {
  const auto convert = kernels::active().to_bf16;
  if (x.shape.lanes == kBf16Lanes) return convert(x.images * kBf16Lanes, x.at(block, place), to);
  const int count = lanes_there(x, block);
  for (int n = 0; n < x.images; ++n, to += kBf16Lanes) {
    convert(count, lanes_at(x, block, place, n), to);
    std::fill(to + count, to + kBf16Lanes, uint16_t{0});
  }
}

void fill_pairs(const Panels& x, int block, int place, uint32_t* to) {
  for (int first = 0; first < x.images; first += kTogether)
    pair_up(x, block, place, first, to + first / 2 * kBf16Lanes);
}

Bf16Rows room_for_rows(const Panels& x, uint16_t*& to) {
  const Panels at = place_of(x.shape, x.images);
  to = reinterpret_cast<uint16_t*>(scratch(Scratch::packed, (at.floats() + kTileRows * kBf16Lanes) / 2));
  return {to, at};
}

Bf16Pairs room_for_pairs(const Panels& x, uint32_t*& to) {
  const Panels at = place_of(x.shape, whole(x.images) / 2);
  to = reinterpret_cast<uint32_t*>(scratch(Scratch::output, at.floats()));
  return {to, at};
}

}  // namespace

PanelShape bf16_shape(PanelShape shape) {
  shape.lanes = kBf16Lanes;
  return shape;
}

Bf16Rows bf16_rows(const Panels& x) {
  uint16_t* to = nullptr;
  const Bf16Rows rows = room_for_rows(x, to);
  for_panels(rows.at, [&](int block, int place) { fill_rows(x, block, place, to + rows.at.offset(block, 0, place)); });
  return rows;
}

Bf16Rows bf16_columns(const Panels& x) {
  const int images = whole(x.images);
  const Panels at = place_of(x.shape, images);
  uint16_t* to = reinterpret_cast<uint16_t*>(scratch(Scratch::input, at.floats() / 2));
  const auto transpose = kernels::active().transpose;
  for_panels(at, [&](int block, int place) {
    uint16_t* panel = to + at.offset(block, 0, place);
    for (int first = 0; first < images; first += kTogether) {
      alignas(64) uint32_t pairs[kPairs * kBf16Lanes];
      pair_up(x, block, place, first, pairs);  // moved as 32 bits, which the floats of transpose are
      transpose(kPairs, kBf16Lanes, reinterpret_cast<const float*>(pairs), kBf16Lanes,
                reinterpret_cast<float*>(panel + first), images / 2);
    }
  });
  return {to, at};
}

Bf16Pairs bf16_pairs(const Panels& x) {
  uint32_t* to = nullptr;
  const Bf16Pairs pairs = room_for_pairs(x, to);
  for_panels(pairs.at,
             [&](int block, int place) { fill_pairs(x, block, place, to + pairs.at.offset(block, 0, place)); });
  return pairs;
}

Bf16RowsAndPairs bf16_rows_and_pairs(const Panels& x) {
  uint16_t* rows_to = nullptr;
  uint32_t* pairs_to = nullptr;
  const Bf16Rows rows = room_for_rows(x, rows_to);
  const Bf16Pairs pairs = room_for_pairs(x, pairs_to);
  for_panels(rows.at, [&](int block, int place) {
    fill_rows(x, block, place, rows_to + rows.at.offset(block, 0, place));
    fill_pairs(x, block, place, pairs_to + pairs.at.offset(block, 0, place));
  });
  return {rows, pairs};
}

}  // namespace thimble
