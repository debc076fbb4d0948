// CUDA's calls, checked, and the one stream in which everything is done.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <span>

namespace thimble::cuda {

// numeric error "cuda:0: matmul: an illegal memory access was encountered"
void checked(cudaError_t error, const char* what);

cudaStream_t stream();

// The ints where kernels read them, without waiting: they are copied to a ring of pinned memory and sent from there. Valid
// until half a million more have been staged.
const int* staged(std::span<const int> values);

void make_room_to_stage();  // for one step, so that staged() need not wait in it

// At least that many floats for partial sums, until the next call.
float* workspace(size_t floats);

}  // namespace thimble::cuda
