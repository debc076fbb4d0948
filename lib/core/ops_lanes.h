// What happens to panels channel by channel, beside the products (ops_filter.h).
#pragma once

#include <span>
#include <vector>

#include "core/ops.h"
#include "core/panels.h"

namespace thimble {

void copy_panels(const Panels& x, const Panels& y);                  // Y = X
void add_panels(const Panels& a, const Panels& b, const Panels& y);  // Y = A + B; Y may be A

void mask_lanes(float scale, const Panels& y, const Panels& dy);  // dY = scale dY where Y > 0, else 0

// X = X mask / (1 - p), with the mask of dropout() in ops.h.
void dropout_lanes(float p, const Key& key, std::span<const int> samples, const Panels& x);

// One value a channel. Sums over images in float, over places in double.
void moments_of_lanes(const Panels& x, Tensor& mean, Tensor& variance);

// Y = max over the window of dropout(a X + b); a and b one value a channel. A window of one place pools nothing; p = 0
// drops nothing. `winner` as in filter_pool_forward.
struct NormTail {
  Window pool{1, 1};
  float p = 0;
  Key key = {};
};
void affine_lanes(const Panels& x, const float* a, const float* b, const NormTail& tail, std::span<const int> samples,
                  const Panels& y, std::vector<uint8_t>& winner);

// G = dY sent back to the winners and through dropout: the gradient of a X + b, as large as X.
// sums[c] = sum G, products[c] = sum G X
void affine_lanes_gradient(const Panels& dy, const std::vector<uint8_t>& winner, const NormTail& tail,
                           std::span<const int> samples, const Panels& x, const Panels& g, std::vector<double>& sums,
                           std::vector<double>& products);

// G = a G + b X + c, one of each a channel; with `relu` 0 where X <= 0
void blend_lanes(const float* a, const float* b, const float* c, bool relu, const Panels& x, const Panels& g);

}  // namespace thimble
