// Few images of flat samples. Then the time goes into reading the weights, and a thread has them at hand where it has
// updated them itself. So the inputs are cut as the weight gradient cuts them, in the middle: each half has its own sum.
#include <algorithm>

#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"

namespace thimble {

namespace {

constexpr int kWeights = 1 << 16;  // that are worth a second thread
constexpr int kDepth = 128;        // inputs at a time: their weights for 64 units stay in the first cache

}  // namespace

bool is_halved(const Filter& f, int images) {
  const bool side_by_side =
      f.in.lanes == f.in.channels || (images == 1 && f.in.channels % f.in.lanes == 0);  // the inputs of an image
  return f.taps() == 1 && f.out.places() == 1 && f.in.places() == 1 && side_by_side && images < kFewImages &&
         ptrdiff_t{f.in.channels} * f.out.channels >= kWeights;
}

// Y = sum over the first half + sum over the second
void halves_forward(const Filter& f, const Panels& x, const Weights& w, const float* b, bool relu, const Panels& y) {
  const int inputs = f.in.channels, lanes = f.out.lanes, blocks = f.out.blocks(), width = blocks * lanes;
  const int middle = chunks(inputs, kSliceLanes) / 2 * kSliceLanes;
  const int together = chunks(blocks, 2), groups = chunks(blocks, together);
  const int at_once = x.images == 1 ? inputs : kDepth;
  float* start = scratch(Scratch::shared, static_cast<size_t>(2 * width));
  std::fill(start, start + 2 * width, 0.f);
  if (b != nullptr) std::copy(b, b + f.out.channels, start);
  float* second = scratch(Scratch::partials, y.floats());
  parallel_for(2 * groups, 1, [&](int begin, int end) {
    for (int piece = begin; piece < end; ++piece) {
      const int half = piece / groups, block = piece % groups * together;
      const int last = half == 0 ? middle : inputs;
      const kernels::Term term{0, 0};
      for (int k = half == 0 ? 0 : middle, first = k; k < last; k += at_once)
        kernels::active().product({.rows = x.images,
                                   .cols = std::min(together, blocks - block) * lanes,
                                   .depth = std::min(at_once, last - k),
                                   .terms = 1,
                                   .term = &term,
                                   .a = x.data + k,
                                   .row_step = inputs,
                                   .k_step = 1,
                                   .b = w.data + block * w.panel + k * w.row,
                                   .b_row = w.row,
                                   .b_panel = w.panel,
                                   .c = (half == 0 ? y.data : second) + block * y.block(),
                                   .c_row = lanes,
                                   .c_panel = y.block(),
                                   .start = k == first ? start + half * width + block * lanes : nullptr});
    }
  });
  const int values = static_cast<int>(y.floats());
  kernels::active().add(values, second, y.data);
  if (relu) kernels::active().relu(values, y.data, y.data);
}

}  // namespace thimble
