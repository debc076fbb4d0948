#include "cuda/runtime.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "cuda/factors.h"

namespace thimble::cuda {

namespace {

constexpr size_t kRing = size_t{1} << 20;  // ints

// Memory of one kind that only grows; given back when the process ends, not by a destructor behind the driver's own.
template <class T>
struct Buffer {
  T* memory = nullptr;
  size_t count = 0;
};

}  // namespace

void checked(cudaError_t error, const char* what) {
  if (error != cudaSuccess) fail(Error::numeric, text("cuda:0: ", what, ": ", cudaGetErrorString(error)));
}

namespace {

Factors chosen = Factors::float32;

}  // namespace

void multiply_in(Factors factors) { chosen = factors; }
Factors factors() { return chosen; }

cudaStream_t stream() {
  static cudaStream_t only = [] {
    cudaStream_t made = nullptr;
    checked(cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking), "stream");
    return made;
  }();
  return only;
}

const int* staged(std::span<const int> values) {
  static Buffer<int> here, there;
  static size_t next = 0;
  const size_t count = values.size();
  if (here.count < std::max(kRing, 2 * count)) {
    checked(cudaStreamSynchronize(stream()), "staged");
    if (here.memory != nullptr) {
      checked(cudaFreeHost(here.memory), "staged");
      checked(cudaFree(there.memory), "staged");
    }
    here.count = there.count = std::max(kRing, 2 * count);
    checked(cudaMallocHost(reinterpret_cast<void**>(&here.memory), here.count * sizeof(int)), "staged");
    checked(cudaMalloc(reinterpret_cast<void**>(&there.memory), there.count * sizeof(int)), "staged");
    next = 0;
  }
  if (next + count > here.count) {  // once around: what was sent has to have arrived
    checked(cudaStreamSynchronize(stream()), "staged");
    next = 0;
  }
  std::copy(values.begin(), values.end(), here.memory + next);
  checked(
      cudaMemcpyAsync(there.memory + next, here.memory + next, count * sizeof(int), cudaMemcpyHostToDevice, stream()),
      "staged");
  const int* sent = there.memory + next;
  next += count;
  return sent;
}

float* workspace(size_t floats) {
  static Buffer<float> room;
  if (room.count < floats) {
    checked(cudaStreamSynchronize(stream()), "workspace");
    if (room.memory != nullptr) checked(cudaFree(room.memory), "workspace");
    room = {};
    checked(cudaMalloc(reinterpret_cast<void**>(&room.memory), floats * sizeof(float)), "workspace");
    room.count = floats;
  }
  return room.memory;
}

}  // namespace thimble::cuda
