// How a kernel is started: without CUDA's <<< >>>, so that a C++ compiler takes the same sources (tests/cuda/emulated).
#pragma once

#include "cuda/runtime.h"

namespace thimble::cuda {

// kernel(arguments...) in every thread of grid x block. The arguments become the kernel's parameters as in a call.
template <class... Parameters, class... Arguments>
void launch(dim3 grid, dim3 block, void (*kernel)(Parameters...), const Arguments&... arguments) {
  cudaLaunchConfig_t config{};
  config.gridDim = grid;
  config.blockDim = block;
  config.stream = stream();
  checked(cudaLaunchKernelEx(&config, kernel, arguments...), "launch");
}

// Blocks of `size` that cover n.
inline unsigned blocks_for(int n, int size) { return static_cast<unsigned>((n - 1) / size + 1); }

constexpr int kThreads = 256;  // of a block, where nothing speaks for another number

template <class Body>
__global__ void each_of(int n, Body body) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i < n) body(i);
}

// body(i) for every i in [0, n), a thread each; neighbours i and i + 1 are neighbouring lanes, so they should read
// neighbouring addresses.
template <class Body>
void each(int n, const Body& body) {
  if (n > 0) launch(blocks_for(n, kThreads), kThreads, each_of<Body>, n, body);
}

}  // namespace thimble::cuda
