// Few units on flat samples. With the lanes along the units most of them would be empty, so here they go along the
// inputs: forward by dot products, the weight gradient as the product of its transpose.
#include <algorithm>

#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"

namespace thimble {

namespace {

constexpr int kMostUnits = 8, kLeastInputs = 64;
constexpr int kBlock = 16;  // columns that `product` takes at a time

int pieces_of(int64_t work) { return static_cast<int>(std::clamp<int64_t>(work / kSmall, 1, 16)); }

// In how large pieces n things are cut into `pieces`, a multiple of `unit` each.
int grain_of(int n, int pieces, int unit) { return chunks(chunks(n, pieces), unit) * unit; }

}  // namespace

bool is_narrow(const Filter& f) {
  return f.taps() == 1 && f.filter_step == 1 && f.in.lanes == f.in.channels && f.in.channels >= kLeastInputs &&
         f.out.channels <= kMostUnits;
}

void pack_narrow(const Filter& f, const float* w, float* packed) {
  kernels::active().transpose(f.in.channels, f.out.channels, w, f.out.channels, packed, f.in.channels);
}

void narrow_forward(const Filter& f, const Panels& x, const float* packed, const float* b, bool relu, const Panels& y) {
  const int inputs = f.in.channels, units = f.out.channels, lanes = f.out.lanes;
  const int pieces = pieces_of(int64_t{inputs} * units * x.images);
  parallel_for(x.images, grain_of(x.images, pieces, 4), [&](int begin, int end) {
    float* to = y.data + ptrdiff_t{begin} * lanes;
    std::fill(to, y.data + ptrdiff_t{end} * lanes, 0.f);
    kernels::active().dots(end - begin, units, inputs, x.data + ptrdiff_t{begin} * inputs, inputs, packed, inputs, to,
                           lanes);
    for (int n = begin; n < end; ++n, to += lanes)
      for (int unit = 0; unit < units; ++unit) {
        const float z = to[unit] + (b != nullptr ? b[unit] : 0);
        to[unit] = relu && !(z > 0) ? 0 : z;
      }
  });
}

// dW^T = dY^T X: the units are the rows, the inputs the columns.
void add_narrow_weight_gradient(const Filter& f, const Panels& x, const Panels& dy, bool set, float* dw, float* db) {
  const int inputs = f.in.channels, units = f.out.channels, lanes = f.out.lanes;
  float* sums = scratch(Scratch::partials, static_cast<size_t>(ptrdiff_t{inputs} * units));
  const float* zeros = lane_values({inputs, 1, 1, inputs}, nullptr);
  parallel_for(inputs, grain_of(inputs, pieces_of(int64_t{inputs} * units * x.images), 4 * kBlock),
               [&](int begin, int end) {
                 const kernels::Kernels& k = kernels::active();
                 const int whole = (end - begin) / kBlock * kBlock, count = end - begin;
                 const kernels::Term term{0, 0};
                 k.product({.rows = units,
                            .cols = whole,
                            .depth = x.images,
                            .terms = 1,
                            .term = &term,
                            .a = dy.data,
                            .row_step = 1,
                            .k_step = lanes,
                            .b = x.data + begin,
                            .b_row = inputs,
                            .b_panel = 32,
                            .c = sums + begin,
                            .c_row = inputs,
                            .c_panel = 32,
                            .start = zeros});
                 for (int input = begin + whole; input < end; ++input)
                   for (int unit = 0; unit < units; ++unit) {
                     float sum = 0;
                     for (int n = 0; n < x.images; ++n) sum += dy.data[n * lanes + unit] * x.data[n * inputs + input];
                     sums[unit * inputs + input] = sum;
                   }
                 float* to = dw + begin * units;
                 float* turned = set ? to : scratch(Scratch::plane, static_cast<size_t>(ptrdiff_t{count} * units));
                 k.transpose(units, count, sums + begin, inputs, turned, units);
                 if (!set) k.add(count * units, turned, to);
               });
  if (db == nullptr) return;
  float total[kMostUnits * 2] = {};  // a row of lanes
  kernels::active().lane_sums(dy.images, lanes, dy.data, total);
  if (set) std::fill(db, db + units, 0.f);
  kernels::active().add(units, total, db);
}

}  // namespace thimble
