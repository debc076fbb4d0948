// Panels of bf16 numbers, as `product_bf16` reads its operands: blocks of 32 channels, whatever the lanes of the float
// panels that they are made from, with zeros in lanes and images that do not exist.
//
//   rows      [block][place][image][lane]             A of the forward pass (X) and of the input gradient (dY)
//   columns   [block][place][lane][image]             A of the weight gradient: X transposed
//   pairs     [block][place][image / 2][lane]         B of the weight gradient: dY, two images a word, the even one low
//
// Images go on to a multiple of 32 in columns and pairs. All lie in the calling thread's scratch memory, until it makes
// the next of the same kind.
#pragma once

#include <cstdint>

#include "core/panels.h"

namespace thimble {

// `at` has the extents for at.offset(...), in numbers of `data`; its own data is null.
struct Bf16Rows {
  const uint16_t* data;
  Panels at;
};
struct Bf16Pairs {
  const uint32_t* data;
  Panels at;
};

constexpr int kBf16Lanes = 32;

PanelShape bf16_shape(PanelShape shape);  // the same with 32 lanes
Bf16Rows bf16_rows(const Panels& x);      // 16 rows may be read wherever one begins
Bf16Rows bf16_columns(const Panels& x);
Bf16Pairs bf16_pairs(const Panels& x);

// Rows and pairs of the same panels while they are read once.
struct Bf16RowsAndPairs {
  Bf16Rows rows;
  Bf16Pairs pairs;
};
Bf16RowsAndPairs bf16_rows_and_pairs(const Panels& x);

}  // namespace thimble
