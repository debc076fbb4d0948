// What kernels ask memory for. On a GPU these are plain loads and stores; the emulation counts them, as a GPU would serve
// them: the 32 lanes of a warp ask together, and what they ask for comes in sectors of 32 bytes, each once.
#pragma once

#include <cuda_runtime.h>

namespace thimble::rungs {

struct Traffic {
  long long bytes = 0;    // that threads asked for
  long long sectors = 0;  // of 32 bytes that their warps' requests touch
};

Traffic traffic();  // since it was forgotten; zeros on a real GPU, where nobody counts
void forget_traffic();

#if defined(__CUDACC__)
template <class T>
__device__ T load(const T* from) {
  return *from;
}
template <class T>
__device__ void store(T* to, T value) {
  *to = value;
}
#else
void count(const void* address, size_t bytes);
template <class T>
T load(const T* from) {
  count(from, sizeof(T));
  return *from;
}
template <class T>
void store(T* to, T value) {
  count(to, sizeof(T));
  *to = value;
}
#endif

}  // namespace thimble::rungs
