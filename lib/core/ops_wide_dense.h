// A dense layer behind pictures with more weights than the caches hold and few images: each weight serves a handful of
// products, so it is read from memory once and never written down in another order. Packing all of W first, as
// ops_filter.h has it, moves four times as many bytes.
#pragma once

#include "core/ops_filter.h"

namespace thimble {

// Whole blocks of channels and units, a picture of several places, and weights and images in such numbers.
bool is_wide_dense(const Filter& filter, int images);

// Y = W * X + b, rectified if `relu`; w as dense_filter has it, b may be null.
void wide_dense_forward(const Filter& filter, const Panels& x, const float* w, const float* b, bool relu,
                        const Panels& y);
// dX = dY W^T, with `gate` as filter_input_gradient has it.
void wide_dense_input_gradient(const Filter& filter, const Panels& dy, const float* w, float gate, const Panels& dx);

}  // namespace thimble
