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

}  // namespace

PanelShape bf16_shape(PanelShape shape) {
  shape.lanes = kBf16Lanes;
  return shape;
}

Bf16Rows bf16_rows(const Panels& x) {
  const Panels at = place_of(x.shape, x.images);
  const size_t numbers = at.floats() + kTileRows * kBf16Lanes;
  uint16_t* to = reinterpret_cast<uint16_t*>(scratch(Scratch::packed, numbers / 2));
  const auto convert = kernels::active().to_bf16;
  for_panels(at, [&](int block, int place) {
    uint16_t* panel = to + (ptrdiff_t{block} * at.shape.places() + place) * at.panel();
    if (x.shape.lanes == kBf16Lanes) return convert(static_cast<int>(at.panel()), x.at(block, place), panel);
    const int count = lanes_there(x, block);
    for (int n = 0; n < x.images; ++n, panel += kBf16Lanes) {
      convert(count, lanes_at(x, block, place, n), panel);
      std::fill(panel + count, panel + kBf16Lanes, uint16_t{0});
    }
  });
  return {to, at};
}

Bf16Rows bf16_columns(const Panels& x) {
  const int images = whole(x.images);
  const Panels at = place_of(x.shape, images);
  uint16_t* to = reinterpret_cast<uint16_t*>(scratch(Scratch::input, at.floats() / 2));
  const auto transpose = kernels::active().transpose;
  for_panels(at, [&](int block, int place) {
    uint16_t* panel = to + (ptrdiff_t{block} * at.shape.places() + place) * at.panel();
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
  const int images = whole(x.images);
  const Panels at = place_of(x.shape, images / 2);
  uint32_t* to = reinterpret_cast<uint32_t*>(scratch(Scratch::output, at.floats()));
  for_panels(at, [&](int block, int place) {
    uint32_t* panel = to + (ptrdiff_t{block} * at.shape.places() + place) * at.panel();
    for (int first = 0; first < images; first += kTogether)
      pair_up(x, block, place, first, panel + first / 2 * kBf16Lanes);
  });
  return {to, at};
}

}  // namespace thimble
