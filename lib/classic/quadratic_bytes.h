// Quadratic::apply (classic/quadratic.h) of pictures where bf16 tiles multiply faster than floats. With bytes v, so that
// x = s v + t, and r the bytes nearest to the centre:
//   z_k = (v - r)^T (s A_k) + b_k + (s r + t - c)^T A_k
// v - r are whole numbers, which bf16 holds exactly, so z is as exact as from floats.
#pragma once

#include "classic/quadratic.h"

namespace thimble {

bool suits_tiles(const Samples& x);  // pictures, and tiles there are
// q has its shape: (N, K).
void apply_to_bytes(const Quadratic& quadratic, const Input& input, const Samples& x, Tensor& q);

}  // namespace thimble
