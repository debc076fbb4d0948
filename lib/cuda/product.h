// C = A B, for everything that is one: matrices (ops_matmul.cu) and convolutions (ops_conv.cu). Three objects say what is
// multiplied and what becomes of it (cuda/tiles.h).
#pragma once

#include "cuda/factors.h"
#include "cuda/tensor_product.h"
#include "cuda/tiles.h"

namespace thimble::cuda {

// The tile that leaves least of a GPU idle: a large one where there are many.
template <class A, class B, class C>
void product(int rows, int cols, int depth, int part, const A& a, const B& b, const C& c) {
  constexpr unsigned kMany = 100;  // blocks, about one for each multiprocessor
  if (factors() == Factors::tf32) return launch_tensor_tiles<Tf32>(rows, cols, depth, part, a, b, c);
  if (factors() == Factors::bf16) return launch_tensor_tiles<Bf16>(rows, cols, depth, part, a, b, c);
  const unsigned large = blocks_for(rows, 128) * blocks_for(cols, 128) * blocks_for(depth, part);
  if (cols <= 32)
    launch_tiles<NarrowTile>(rows, cols, depth, part, a, b, c);
  else if (rows <= 32)
    launch_tiles<FlatTile>(rows, cols, depth, part, a, b, c);
  else if (large >= kMany)
    launch_tiles<LargeTile>(rows, cols, depth, part, a, b, c);
  else
    launch_tiles<SmallTile>(rows, cols, depth, part, a, b, c);
}

// How long the parts of a depth should be, so that a product of few tiles fills a GPU: a multiple of 64.
inline int part_of_depth(int rows, int cols, int depth) {
  constexpr int kBlocks = 256, kLeast = 256;
  const int tiles = static_cast<int>(blocks_for(rows, 64) * blocks_for(cols, 64));
  const int parts = depth / kLeast < kBlocks / tiles ? depth / kLeast : kBlocks / tiles;
  return parts <= 1 ? depth : ((depth - 1) / parts / 64 + 1) * 64;
}

}  // namespace thimble::cuda
