#include "cuda/launch.h"
#include "rungs/rungs.h"
#include "rungs/traffic.h"

namespace thimble::rungs {

using cuda::blocks_for;
using cuda::launch;

// [kernel]
__global__ void block_of_values(Product p) {
  __shared__ float tile_a[32][32], tile_b[32][32];
  const int x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  const int i = static_cast<int>(blockIdx.y) * 32 + y, j = static_cast<int>(blockIdx.x) * 32 + x;
  float sum = 0;
  for (int k0 = 0; k0 < p.depth; k0 += 32) {
    tile_a[y][x] = i < p.rows && k0 + x < p.depth ? load(p.a + i * p.depth + k0 + x) : 0.f;
    tile_b[y][x] = j < p.cols && k0 + y < p.depth ? load(p.b + (k0 + y) * p.cols + j) : 0.f;
    __syncthreads();  // the tiles are whole
    for (int k = 0; k < 32; ++k) sum += tile_a[y][k] * tile_b[k][x];
    __syncthreads();  // nobody reads them any more
  }
  if (i < p.rows && j < p.cols) store(p.c + i * p.cols + j, sum);
}
// [end]

void shared_tiles(const Product& p) {
  launch(dim3(blocks_for(p.cols, 32), blocks_for(p.rows, 32)), dim3(32, 32), block_of_values, p);
}

}  // namespace thimble::rungs
