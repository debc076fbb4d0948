#include "exercises.h"

#include <algorithm>

#include "cuda/launch.h"
#include "cuda/reduce.h"
#include "rungs/traffic.h"

namespace thimble {

int resident_blocks(int threads, int registers, int) {
  return std::min({32, 2048 / threads, 65536 / (threads * registers)});
}

namespace {

__global__ void sum_of_block(const float* x, float* sums) {
  const float sum = cuda::warp_sum(x[blockIdx.x * 256 + threadIdx.x]);
  if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

}  // namespace

void sums_of_blocks(int blocks, const float* x, float* sums) {
  cuda::launch(static_cast<unsigned>(blocks), 256, sum_of_block, x, sums);
}

void turn(const float*, int, int, float*) {}

}  // namespace thimble
