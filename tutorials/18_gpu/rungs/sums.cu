#include "cuda/reduce.h"
#include "rungs/rungs.h"

namespace thimble::rungs {

namespace {

constexpr int kPart = 1024;

}  // namespace

// [part]
// partial[block] = the sum of the block's 1,024 values: 4 a thread, then the warp, then the block
__global__ void sum_of_part(int n, const float* x, double* partial) {
  const int begin = static_cast<int>(blockIdx.x) * kPart, end = min(begin + kPart, n);
  double sum = 0;
  for (int i = begin + static_cast<int>(threadIdx.x); i < end; i += cuda::kThreads) sum += x[i];
  sum = cuda::block_sum(sum);
  if (threadIdx.x == 0) partial[blockIdx.x] = sum;
}

__global__ void sum_of_parts(int parts, double* partial) {  // one thread, in order
  for (int i = 1; i < parts; ++i) partial[0] += partial[i];
}
// [end]

double sum_of(const float* x, int n) {
  const unsigned parts = cuda::blocks_for(n, kPart);
  auto* partial = reinterpret_cast<double*>(cuda::workspace(2 * parts));
  cuda::launch(parts, cuda::kThreads, sum_of_part, n, x, partial);
  cuda::launch(1, 1, sum_of_parts, static_cast<int>(parts), partial);
  double sum = 0;
  cuda::checked(cudaMemcpyAsync(&sum, partial, sizeof sum, cudaMemcpyDeviceToHost, cuda::stream()), "sum_of");
  cuda::checked(cudaStreamSynchronize(cuda::stream()), "sum_of");
  return sum;
}

}  // namespace thimble::rungs
