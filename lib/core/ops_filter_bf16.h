// Filters (core/ops_filter.h) whose products are of bf16 numbers: X, W and dY are rounded to bf16 as they are read, the
// sums and everything that is stored stay float32 (Micikevicius et al. 2018, section 3, with bf16 for float16: it has the
// exponents of float32, so that no loss has to be scaled).
//
// A value is rounded by at most 2^-9 of itself, so a product of two by (1 + 2^-9)^2 - 1 < 2^-8 + 2^-18 of itself, and a sum
// of products by that share of the sum of their magnitudes. Every instruction set gives the same bits (kernels/bf16.h).
#pragma once

#include "core/ops_filter.h"

namespace thimble {

// More than 16 channels on both sides: narrower filters would multiply mostly zeros. They stay float32.
bool suits_bf16(const Filter& filter);

// The weights as the products read them, two rows a word.
//   packed[f block][tap][c block][c lane / 2][f lane]     for the forward pass
//   turned[c block][tap][f block][f lane / 2][c lane]     for the input gradient
size_t bf16_packed_words(const Filter& filter);
size_t bf16_turned_words(const Filter& filter);
void pack_filters_bf16(const Filter& filter, const float* w, uint32_t* packed);
void turn_filters_bf16(const Filter& filter, const float* w, uint32_t* turned);

// As those of core/ops_filter.h without _bf16.
void filter_forward_bf16(const Filter& filter, const Panels& x, const uint32_t* packed, const float* b, bool relu,
                         const Panels& y);
// Both gradients: dW += ..., db += ... (may be null; both set with `set`), and dX, unless dx has no data; `turned` is for dX alone.
void filter_backward_bf16(const Filter& filter, const Panels& x, const Panels& dy, const uint32_t* turned, float gate,
                          const Panels& dx, float* dw, float* db, bool set = false);
void filter_pool_forward_bf16(const Filter& filter, const Panels& x, const uint32_t* packed, const float* b,
                              const Window& pool, const Panels& y, std::vector<uint8_t>& winner);

}  // namespace thimble
