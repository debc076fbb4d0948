#include "exercises.h"

#include <algorithm>

#include "cuda/launch.h"
#include "cuda/reduce.h"
#include "rungs/traffic.h"

namespace thimble {

int resident_blocks(int threads, int registers, int shared_bytes) {
  return std::min({32, 2048 / threads, 65536 / (threads * registers), 233472 / (shared_bytes + 1024)});
}

namespace {

__global__ void sum_of_block(const float* x, float* sums) {
  __shared__ float of_warp[8];
  const float sum = cuda::warp_sum(x[blockIdx.x * 256 + threadIdx.x]);
  if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = sum;
  __syncthreads();  // all eight are there
  if (threadIdx.x != 0) return;
  float all = 0;
  for (int w = 0; w < 8; ++w) all += of_warp[w];
  sums[blockIdx.x] = all;
}

// The tile is read along its rows and written along its columns: it is the shared memory that is walked through the other way,
// and there every address costs the same. 33 columns, so that a column's values lie in 32 banks.
__global__ void turn_tile(const float* x, int rows, int cols, float* y) {
  __shared__ float tile[32][33];
  const int row0 = static_cast<int>(blockIdx.y) * 32, col0 = static_cast<int>(blockIdx.x) * 32;
  const int across = static_cast<int>(threadIdx.x), down = static_cast<int>(threadIdx.y);
  for (int r = down; r < 32; r += 8)
    if (row0 + r < rows && col0 + across < cols) tile[r][across] = rungs::load(x + (row0 + r) * cols + col0 + across);
  __syncthreads();
  for (int r = down; r < 32; r += 8)
    if (col0 + r < cols && row0 + across < rows) rungs::store(y + (col0 + r) * rows + row0 + across, tile[across][r]);
}

}  // namespace

void sums_of_blocks(int blocks, const float* x, float* sums) {
  cuda::launch(static_cast<unsigned>(blocks), 256, sum_of_block, x, sums);
}

void turn(const float* x, int rows, int cols, float* y) {
  cuda::launch(dim3(cuda::blocks_for(cols, 32), cuda::blocks_for(rows, 32)), dim3(32, 8), turn_tile, x, rows, cols, y);
}

}  // namespace thimble
