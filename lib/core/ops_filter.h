// Dense layers and convolutions on panels: both are filters. A dense layer is a convolution whose window is the whole
// picture.
//
//   Y[n,f,p,q] = sum_{c,u,v} W[f,c,u,v] X[n,c, p s + u - top, q s + v - left] + b[f]
//
// Taps that fall outside the picture are left out of the sum, so nothing is padded. For each place (p, q) the kernel
// `product` gets the taps that count as its terms.
#pragma once

#include <cstdint>
#include <vector>

#include "core/ops.h"
#include "core/panels.h"

namespace thimble {

// The sizes, and where weight (f, c, u, v) lies: w[f filter_step + c channel_step + (u V + v) tap_step].
struct Filter {
  PanelShape in, out;
  Window window;
  ptrdiff_t filter_step, channel_step, tap_step;
  int taps() const { return window.height * window.width; }
};

Filter conv_filter(const PanelShape& in, int filters, const Window& window);  // w (F, C, U, V)
Filter dense_filter(const PanelShape& in, int units);                         // w (C H W, units)

// The weights as the products read them.
//   packed[f block][tap][c block][c lane][f lane]    for the forward pass (few units on flat samples: [unit][input])
//   turned[c block][tap][f block][f lane][c lane]    for the input gradient
// Lanes that stand for no channel are left alone: they must hold zeros.
size_t packed_floats(const Filter& filter);
size_t turned_floats(const Filter& filter);
void pack_filters(const Filter& filter, const float* w, float* packed);
void turn_filters(const Filter& filter, const float* w, float* turned);

// Where the products find weight (c lane, f lane) of (f block, tap, c block):
//   data[f block panel + (tap c blocks + c block) term + c lane row + f lane]
// Those of a dense layer on flat samples may be read as they are, if whole blocks of units lie side by side.
struct Weights {
  const float* data;
  ptrdiff_t row, panel, term;
};
Weights packed_weights(const Filter& filter, const float* packed);
bool reads_as_it_is(const Filter& filter);
Weights plain_weights(const Filter& filter, const float* w);

// b may be null; relu: Y = max(Y, 0)
void filter_forward(const Filter& filter, const Panels& x, const Weights& w, const float* b, bool relu,
                    const Panels& y);
// dX from dY; with a `gate` other than 0 dX is gate dX where dx held more than 0, and 0 elsewhere: X itself, the output of
// a ReLU, may so be overwritten by the gradient in front of that ReLU.
void filter_input_gradient(const Filter& filter, const Panels& dy, const float* turned, float gate, const Panels& dx);
// dW += ..., db += sum_{n,p,q} dY (may be null); with `set` they are set instead
void add_filter_weight_gradient(const Filter& filter, const Panels& x, const Panels& dy, float* dw, float* db,
                                bool set = false);

// Y = max_pool(relu(...)): windows of the pool must not overlap. The convolution's result is never stored.
void filter_pool_forward(const Filter& filter, const Panels& x, const float* packed, const float* b, const Window& pool,
                         const Panels& y, std::vector<uint8_t>& winner);
// dZ before the pool from dY behind it: what went to the winner where y > 0, times `scale`. If y.data is null, dY is that
// already.
void pool_gradient(const Window& pool, float scale, const Panels& y, const Panels& dy,
                   const std::vector<uint8_t>& winner, const Panels& dz);
// dW and db straight from dY behind the pool, dZ never stored; for an input of one lane.
void add_pooled_weight_gradient(const Filter& filter, const Panels& x, const Window& pool, float scale, const Panels& y,
                                const Panels& dy, const std::vector<uint8_t>& winner, float* dw, float* db);

}  // namespace thimble
