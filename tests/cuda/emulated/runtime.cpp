#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "cuda_runtime.h"

struct EmulatedGraph {
  std::vector<std::function<void()>> work;
};

namespace emulated {

namespace {

std::unique_ptr<EmulatedGraph> recording;

std::vector<uint3> indices;  // of each thread of the block
std::vector<uint64_t> slots;
std::vector<uint32_t> shown;    // registers, 8 words a thread
std::map<void*, size_t> sizes;  // of what is allocated

void number_threads() {
  indices.clear();
  for (unsigned z = 0; z < blockDim.z; ++z)
    for (unsigned y = 0; y < blockDim.y; ++y)
      for (unsigned x = 0; x < blockDim.x; ++x) indices.push_back({x, y, z});
  slots.assign((indices.size() + 31) / 32 * 32, 0);
  shown.assign(8 * slots.size(), 0);
}

void refuse(const char* what) {
  std::fprintf(stderr, "emulated: %s\n", what);
  std::abort();
}

}  // namespace

void ask(std::function<void()> work) {
  if (recording != nullptr)
    recording->work.push_back(std::move(work));
  else
    work();
}

uint3 thread_index() { return indices[static_cast<size_t>(current_fiber())]; }

void run_grid(dim3 blocks, dim3 threads_of_block, const std::function<void()>& kernel) {
  if (blocks.x == 0 || blocks.y == 0 || blocks.z == 0) refuse("a grid without blocks");
  if (blocks.y > 65535 || blocks.z > 65535) refuse("a grid of more than 65535 blocks in y or z");
  gridDim = blocks;
  blockDim = threads_of_block;
  if (threads() < 1 || threads() > 1024) refuse("a block of more than 1024 threads, or none");
  ++launches;
  number_threads();
  const unsigned count = blocks.x * blocks.y * blocks.z;
  for (unsigned turn = 0; turn < count; ++turn) {
    const unsigned b = reversed ? count - 1 - turn : turn;
    blockIdx = {b % blocks.x, b / blocks.x % blocks.y, b / blocks.x / blocks.y};
    run_fibers(threads(), reversed, [&](int) { kernel(); });
  }
}

void wait_for_warp() {
  const int first = current_fiber() / 32 * 32, count = threads() - first < 32 ? threads() - first : 32;
  wait_for(first, count, 1 + static_cast<size_t>(first) / 32);
}

void* warp_slot(int lane) { return &slots[static_cast<size_t>(current_fiber() / 32 * 32 + lane)]; }

uint32_t* registers_of(int lane) { return &shown[8 * static_cast<size_t>(current_fiber() / 32 * 32 + lane)]; }

}  // namespace emulated

using emulated::memory;
using emulated::sizes;
using emulated::used;

const char* cudaGetErrorString(cudaError_t error) {
  return error == cudaSuccess ? "no error" : error == cudaErrorNoDevice ? "no device" : "out of memory";
}

cudaError_t cudaGetDeviceCount(int* count) {
  *count = 1;
  return cudaSuccess;
}

cudaError_t cudaSetDevice(int device) { return device == 0 ? cudaSuccess : cudaErrorNoDevice; }

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int) {
  *properties = {"emulated on the CPU", memory, 2, 9, 0};
  return cudaSuccess;
}

cudaError_t cudaMemGetInfo(size_t* free_bytes, size_t* total) {
  *free_bytes = memory - used;
  *total = memory;
  return cudaSuccess;
}

cudaError_t cudaMalloc(void** to, size_t bytes) {
  if (bytes > memory - used) return cudaErrorMemoryAllocation;
  *to = std::malloc(bytes);
  std::memset(*to, 0xff, bytes);  // NaNs: whoever counts on zeros is found
  sizes[*to] = bytes;
  used += bytes;
  return cudaSuccess;
}

cudaError_t cudaFree(void* what) {
  used -= sizes[what];
  sizes.erase(what);
  std::free(what);
  return cudaSuccess;
}

cudaError_t cudaMallocHost(void** to, size_t bytes) {
  *to = std::malloc(bytes);
  return cudaSuccess;
}

cudaError_t cudaFreeHost(void* what) {
  std::free(what);
  return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind, cudaStream_t) {
  emulated::ask([=] { std::memmove(to, from, bytes); });
  return cudaSuccess;
}

cudaError_t cudaMemsetAsync(void* to, int byte, size_t bytes, cudaStream_t) {
  emulated::ask([=] { std::memset(to, byte, bytes); });
  return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t) {
  if (emulated::recording != nullptr) emulated::refuse("somebody waits while a graph is recorded");
  return cudaSuccess;
}

cudaError_t cudaStreamBeginCapture(cudaStream_t, cudaStreamCaptureMode) {
  if (emulated::recording != nullptr) emulated::refuse("a graph is recorded already");
  emulated::recording = std::make_unique<EmulatedGraph>();
  return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t, cudaGraph_t* graph) {
  *graph = emulated::recording.release();
  return cudaSuccess;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* ready, cudaGraph_t graph, unsigned long long) {
  *ready = new EmulatedGraph(*graph);
  return cudaSuccess;
}

cudaError_t cudaGraphExecUpdate(cudaGraphExec_t ready, cudaGraph_t graph, cudaGraphExecUpdateResultInfo*) {
  if (ready->work.size() != graph->work.size()) return cudaErrorGraphExecUpdateFailure;
  ready->work = graph->work;
  return cudaSuccess;
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t ready, cudaStream_t) {
  ++emulated::graphs;
  for (const auto& work : ready->work) work();
  return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return cudaSuccess;
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t ready) { return cudaGraphDestroy(ready); }
