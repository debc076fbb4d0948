// As much of CUDA as lib/cuda uses, for a machine without one: the same sources, compiled by the C++ compiler.
//
// A kernel's blocks run one after the other, and the threads of a block take turns on stacks of their own (fibers.h), from
// one barrier to the next. Memory of the device is memory of the heap, shared memory is static, so that the address
// sanitizer sees every access outside of it. A second run in the opposite order of blocks and threads shows a race: where
// a barrier is missing, its result has other bits.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>

#include "emulated/fibers.h"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __shared__ static
#define __align__(n) __attribute__((aligned(n)))

struct uint3 {
  unsigned x, y, z;
};
struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned a = 1, unsigned b = 1, unsigned c = 1) : x(a), y(b), z(c) {}
};
struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

inline dim3 gridDim, blockDim;
inline uint3 blockIdx{};

namespace emulated {

inline bool reversed = false;  // blocks and threads from the back
inline int launches = 0;
inline size_t memory = size_t{1} << 30, used = 0;  // bytes of the device

uint3 thread_index();
inline int threads() { return static_cast<int>(blockDim.x * blockDim.y * blockDim.z); }
void run_grid(dim3 blocks, dim3 threads, const std::function<void()>& kernel);
void ask(std::function<void()> work);  // done at once, or, while a graph is recorded, noted
inline int graphs = 0;                 // started so far

inline int lane() { return current_fiber() % 32; }
void wait_for_warp();
void* warp_slot(int lane);  // 8 bytes that lanes of a warp exchange

template <class T>
T from_lane(T value, int source) {
  static_assert(sizeof(T) <= 8);
  std::memcpy(warp_slot(lane()), &value, sizeof value);
  wait_for_warp();
  const int width = threads() - current_fiber() / 32 * 32;
  T found = value;
  if (source >= 0 && source < 32 && source < width) std::memcpy(&found, warp_slot(source), sizeof found);
  wait_for_warp();
  return found;
}

// A tensor core by hand, in the words and lanes of cuda/tensor_core.h: each lane looks into the others' registers for the
// rows and columns of its four sums.
uint32_t* registers_of(int lane);  // 6 words that lanes of a warp show each other

template <class Product>
void multiply_words(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2], const Product& product) {
  std::memcpy(registers_of(lane()), a, sizeof a);
  std::memcpy(registers_of(lane()) + 4, b, sizeof b);
  wait_for_warp();
  for (int i = 0; i < 4; ++i)
    for (int word = 0; word < 8; ++word) {
      const int row = lane() / 4 + i / 2 * 8, col = lane() % 4 * 2 + i % 2;
      c[i] += product(registers_of(row % 8 * 4 + word % 4)[row / 8 + word / 4 * 2],
                      registers_of(col * 4 + word % 4)[4 + word / 4]);
    }
  wait_for_warp();
}

}  // namespace emulated

#define threadIdx (emulated::thread_index())

inline void __syncthreads() { emulated::wait_for(0, emulated::threads(), 0); }
inline void __syncwarp() { emulated::wait_for_warp(); }
template <class T>
T __shfl_sync(unsigned, T value, int source) {
  return emulated::from_lane(value, source);
}
template <class T>
T __shfl_xor_sync(unsigned, T value, int mask) {
  return emulated::from_lane(value, emulated::lane() ^ mask);
}
template <class T>
T __shfl_down_sync(unsigned, T value, unsigned delta) {
  return emulated::from_lane(value, emulated::lane() + static_cast<int>(delta));
}

inline unsigned __umulhi(unsigned a, unsigned b) { return static_cast<unsigned>((uint64_t{a} * b) >> 32); }
inline unsigned __float_as_uint(float x) {
  unsigned bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}
inline float __uint_as_float(unsigned bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}
inline unsigned __dp4a(unsigned a, unsigned b, unsigned sum) {  // four products of bytes
  for (int shift = 0; shift < 32; shift += 8) sum += (a >> shift & 255) * (b >> shift & 255);
  return sum;
}
inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }
using std::isfinite;

// The runtime.

enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorMemoryAllocation = 2,
  cudaErrorNoDevice = 100,
  cudaErrorGraphExecUpdateFailure = 910
};
enum cudaMemcpyKind { cudaMemcpyHostToDevice, cudaMemcpyDeviceToHost, cudaMemcpyDeviceToDevice };
enum { cudaStreamNonBlocking = 1 };
using cudaStream_t = struct EmulatedStream*;
using cudaEvent_t = struct EmulatedEvent*;
using cudaGraph_t = struct EmulatedGraph*;
using cudaGraphExec_t = struct EmulatedGraph*;
enum cudaStreamCaptureMode { cudaStreamCaptureModeRelaxed };
struct cudaGraphExecUpdateResultInfo {
  int result;
};

struct cudaDeviceProp {
  char name[256];
  size_t totalGlobalMem;
  int multiProcessorCount, major, minor;
};
struct cudaLaunchConfig_t {
  dim3 gridDim, blockDim;
  size_t dynamicSmemBytes;
  cudaStream_t stream;
  void* attrs;
  unsigned numAttrs;
};

const char* cudaGetErrorString(cudaError_t error);
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device);
cudaError_t cudaMemGetInfo(size_t* free, size_t* total);
cudaError_t cudaMalloc(void** memory, size_t bytes);
cudaError_t cudaFree(void* memory);
cudaError_t cudaMallocHost(void** memory, size_t bytes);
cudaError_t cudaFreeHost(void* memory);
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream);
cudaError_t cudaMemsetAsync(void* memory, int byte, size_t bytes, cudaStream_t stream);
inline cudaError_t cudaGetLastError() { return cudaSuccess; }
inline cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  *stream = nullptr;
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream);  // aborts while a graph is recorded
inline cudaError_t cudaEventCreate(cudaEvent_t* event) {
  *event = nullptr;
  return cudaSuccess;
}
inline cudaError_t cudaEventRecord(cudaEvent_t, cudaStream_t) { return cudaSuccess; }
inline cudaError_t cudaEventSynchronize(cudaEvent_t) { return cudaSuccess; }
inline cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t, cudaEvent_t) {
  *milliseconds = 1;
  return cudaSuccess;
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode);
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph);
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* ready, cudaGraph_t graph, unsigned long long flags);
cudaError_t cudaGraphExecUpdate(cudaGraphExec_t ready, cudaGraph_t graph, cudaGraphExecUpdateResultInfo* info);
cudaError_t cudaGraphLaunch(cudaGraphExec_t ready, cudaStream_t stream);
cudaError_t cudaGraphDestroy(cudaGraph_t graph);
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t ready);

template <class... Expected, class... Actual>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Expected...), Actual&&... arguments) {
  const dim3 grid = config->gridDim, block = config->blockDim;
  emulated::ask([grid, block, kernel, copies = std::tuple<Expected...>(arguments...)] {
    emulated::run_grid(grid, block, [&] { std::apply(kernel, copies); });
  });
  return cudaSuccess;
}
