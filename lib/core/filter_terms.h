// The taps of a filter as the terms of kernel `product`; the files ops_filter*.cpp use it.
#pragma once

#include <functional>
#include <vector>

#include "core/filter_sums.h"
#include "core/ops_filter.h"
#include "kernels/kernels.h"

namespace thimble {

// Room for the terms of one place, this thread's own.
std::vector<kernels::Term>& terms_of_thread(size_t at_least);

// The taps (u, v) of the window at (p, q) that meet the picture, times the blocks of channels; returns how many.
// Their weights begin `term` floats from one to the next.
int forward_terms(const Filter& filter, const Panels& x, ptrdiff_t term, int p, int q, kernels::Term* terms);
// The places (p, q) whose windows hold pixel (y, x), times the blocks of filters.
int backward_terms(const Filter& filter, const Panels& dy, int y, int x, kernels::Term* terms);

// For tap `tap`: where x (from block `block` on) and dY lie for those of the places [first, last) whose window meets the
// picture there.
int gradient_terms(const Filter& filter, const Panels& x, const Panels& dy, int block, int tap, int first, int last,
                   std::vector<kernels::Term>& terms);

// Rows of dW that one piece computes: the lanes [lane, lane + count) of a block, for the taps [tap, end_tap).
struct FilterRows {
  int block, lane, count, tap, end_tap;
};

// The weight gradient around the products: add_places(first, last, rows, start, sums) makes those rows `start` plus what
// the places [first, last) give, and adds to what they hold where `start` is null. Panels x of one lane have no start.
using AddPlaces =
    std::function<void(int first, int last, const FilterRows& rows, const float* start, const Sums& sums)>;
void add_weight_gradient_by(const AddPlaces& add_places, const Filter& filter, const Panels& x, const Panels& dy,
                            bool set, float* dw, float* db);
template <class Body>
void add_weight_gradient(const Filter& filter, const Panels& x, const Panels& dy, const Body& body, bool set, float* dw,
                         float* db) {
  add_weight_gradient_by(std::cref(body), filter, x, dy, set, dw, db);  // by reference: nothing is allocated
}

// Of place `place` of y, for the images from `first` on: y = max(0, the values of the window's places), and which won.
void greatest_of_window(const Panels& window, int place, int first, const Panels& y, std::vector<uint8_t>& winner);

// Panels of many images are cut into pieces of so many rows: they fit the second cache. A pooling window's fit the first.
constexpr int kImages = 128, kWindowImages = 64;

constexpr int64_t kSmall = 1 << 19;  // multiply-adds that are not worth a second thread

// With fewer images neighbouring places share a product. They can if b lists the terms of a, `distance` further on in
// the panels: the rows of both then follow one another.
constexpr int kFewImages = 64;
bool continues(const kernels::Term* a, int count_a, const kernels::Term* b, int count_b, ptrdiff_t distance);

// One value for each lane of the blocks: those of b (its channels), zeros behind them or where b is null. In the scratch
// memory of the calling thread.
const float* lane_values(const PanelShape& shape, const float* b);

// `values` values of dY from `at` on, times scale where Y > 0 and 0 elsewhere; as they are if y has no data. Perhaps in
// this thread's scratch memory.
const float* alive_of(const Panels& y, const Panels& dy, ptrdiff_t at, int values, float scale);

// Filters of up to 8 units on flat samples of at least 64 values (ops_filter_narrow.cpp), which the functions of
// ops_filter.h hand on to these. Packed, their weights are transposed: (units, inputs).
bool is_narrow(const Filter& filter);
void pack_narrow(const Filter& filter, const float* w, float* packed);
void narrow_forward(const Filter& filter, const Panels& x, const float* packed, const float* b, bool relu,
                    const Panels& y);
void add_narrow_weight_gradient(const Filter& filter, const Panels& x, const Panels& dy, bool set, float* dw,
                                float* db);

// Filters with many weights for few images of flat samples (ops_filter_halves.cpp), also handed on.
bool is_halved(const Filter& filter, int images);
void halves_forward(const Filter& filter, const Panels& x, const Weights& w, const float* b, bool relu,
                    const Panels& y);
constexpr int kSliceLanes = 64;  // inputs of flat samples that one piece of the weight gradient takes

// Floats in one panel block of weights: of packed, of turned.
ptrdiff_t packed_block(const Filter& filter);
ptrdiff_t turned_block(const Filter& filter);

}  // namespace thimble
