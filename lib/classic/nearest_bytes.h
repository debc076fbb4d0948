// The Euclidean neighbours of many pictures, by exact products of bytes in tiles, tutorial 08 (8.7):
//   |q - x|^2 = (|q|^2 - 256 sum q) + |x|^2 - 2 sum_i q_i (x_i - 128)
// The tile sums the products; a distance is made of it and looked at while it is in registers or the first cache. No
// matrix of distances is ever in memory.
#pragma once

#include "classic/neighbours.h"

namespace thimble {

// Enough queries to pay for packing the training pictures, and few enough pixels for 32 bits.
bool worth_tiles(const Samples& train, const Samples& queries);

Neighbours nearest_bytes(const Samples& train, const Samples& queries, int k);

}  // namespace thimble
