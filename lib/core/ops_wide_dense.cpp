#include "core/ops_wide_dense.h"

#include <algorithm>

#include "core/filter_sums.h"
#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

using kernels::Term;

namespace {

constexpr int64_t kWide = 1 << 20;  // weights
constexpr int kLanes = 32;          // of the pictures' panels
constexpr int kTogether = 4;        // neighbouring places: their weights lie side by side

// Block b of channels at neighbouring places, the unit of both passes: places [first, first + count).
struct Run {
  int b, first, count;
};

int runs(const Filter& f) { return f.in.blocks() * chunks(f.taps(), kTogether); }

Run run_at(const Filter& f, int i) {
  const int each = chunks(f.taps(), kTogether), first = i % each * kTogether;
  return {i / each, first, std::min(kTogether, f.taps() - first)};
}

const float* weights_of(const Filter& f, const float* w, const Run& run, int place) {
  return w + ptrdiff_t{run.b} * f.in.lanes * f.channel_step + (run.first + place) * f.tap_step;
}

}  // namespace

bool is_wide_dense(const Filter& f, int images) {
  return f.filter_step == 1 && f.taps() > 1 && f.out.places() == 1 && f.out.channels % f.out.lanes == 0 &&
         f.in.lanes == kLanes && f.in.channels % kLanes == 0 && images <= kImages &&
         int64_t{f.in.channels} * f.taps() * f.out.channels >= kWide;
}

// The runs go in parts, each with a sum of its own; then the sums are added in their order.
void wide_dense_forward(const Filter& f, const Panels& x, const float* w, const float* b, bool relu, const Panels& y) {
  const int all = runs(f), parts = std::min(kSumParts, all), lanes = f.out.lanes, units = f.out.channels;
  const int depth = f.in.lanes, values = static_cast<int>(y.floats());
  float* sums = scratch(Scratch::partials, static_cast<size_t>(parts) * static_cast<size_t>(values));
  const float* start = lane_values(f.out, b);
  parallel_for(parts, 1, [&](int begin, int end) {
    const ptrdiff_t panel = ptrdiff_t{kTogether} * depth * lanes;
    float* packed = scratch(Scratch::plane, static_cast<size_t>(f.out.blocks() * panel));
    Term terms[kTogether];
    for (int part = begin; part < end; ++part) {
      float* sum = sums + ptrdiff_t{part} * values;
      if (part > 0) std::fill(sum, sum + values, 0.f);
      for (int i = all * part / parts; i < all * (part + 1) / parts; ++i) {
        const Run run = run_at(f, i);
        for (int c = 0; c < depth; ++c)
          for (int place = 0; place < run.count; ++place)
            for (int block = 0; block < f.out.blocks(); ++block) {
              const float* from = weights_of(f, w, run, place) + c * f.channel_step + block * lanes;
              std::copy(from, from + lanes, packed + block * panel + (place * depth + c) * lanes);
            }
        for (int place = 0; place < run.count; ++place)
          terms[place] = {run.b * x.block() + (run.first + place) * x.panel(), ptrdiff_t{place} * depth * lanes};
        kernels::active().product({.rows = x.images,
                                   .cols = units,
                                   .depth = depth,
                                   .terms = run.count,
                                   .term = terms,
                                   .a = x.data,
                                   .row_step = depth,
                                   .k_step = 1,
                                   .b = packed,
                                   .b_row = lanes,
                                   .b_panel = panel,
                                   .c = sum,
                                   .c_row = lanes,
                                   .c_panel = y.block(),
                                   .start = i == 0 ? start : nullptr});
      }
    }
  });
  const kernels::Kernels& k = kernels::active();
  for (int part = 1; part < parts; ++part) k.add(values, sums + ptrdiff_t{part} * values, sums);
  if (relu)
    k.relu(values, sums, y.data);
  else
    std::copy(sums, sums + values, y.data);
}

void wide_dense_input_gradient(const Filter& f, const Panels& dy, const float* w, float gate, const Panels& dx) {
  const int units = f.out.channels, lanes = f.in.lanes;
  const float* zeros = lane_values({.channels = kTogether * lanes, .lanes = lanes}, nullptr);
  parallel_for(runs(f), 4, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    const ptrdiff_t panel = ptrdiff_t{units} * lanes;
    float* turned = scratch(Scratch::plane, static_cast<size_t>(kTogether * panel));
    std::vector<Term>& terms = terms_of_thread(static_cast<size_t>(f.out.blocks()));
    for (int b = 0; b < f.out.blocks(); ++b)
      terms[static_cast<size_t>(b)] = {b * dy.block(), ptrdiff_t{b} * f.out.lanes * lanes};
    for (int i = begin; i < end; ++i) {
      const Run run = run_at(f, i);
      for (int place = 0; place < run.count; ++place)
        k.transpose(lanes, units, weights_of(f, w, run, place), static_cast<int>(f.channel_step),
                    turned + place * panel, lanes);
      k.product({.rows = dy.images,
                 .cols = run.count * lanes,
                 .depth = f.out.lanes,
                 .terms = f.out.blocks(),
                 .term = terms.data(),
                 .a = dy.data,
                 .row_step = f.out.lanes,
                 .k_step = 1,
                 .b = turned,
                 .b_row = lanes,
                 .b_panel = panel,
                 .c = dx.at(run.b, run.first),
                 .c_row = lanes,
                 .c_panel = dx.panel(),
                 .start = zeros,
                 .gate = gate});
    }
  });
}

}  // namespace thimble
