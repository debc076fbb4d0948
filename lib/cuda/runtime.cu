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

namespace {

Buffer<int> ring_here, ring_there;
size_t next_staged = 0;

// Everything sent has to have arrived before its place is used again.
void start_ring_again() {
  checked(cudaStreamSynchronize(stream()), "staged");
  next_staged = 0;
}

void grow_ring(size_t count) {
  if (ring_here.count >= count) return;
  start_ring_again();
  if (ring_here.memory != nullptr) {
    checked(cudaFreeHost(ring_here.memory), "staged");
    checked(cudaFree(ring_there.memory), "staged");
  }
  ring_here.count = ring_there.count = count;
  checked(cudaMallocHost(reinterpret_cast<void**>(&ring_here.memory), count * sizeof(int)), "staged");
  checked(cudaMalloc(reinterpret_cast<void**>(&ring_there.memory), count * sizeof(int)), "staged");
}

}  // namespace

void make_room_to_stage() {
  grow_ring(kRing);
  if (next_staged > ring_here.count / 2) start_ring_again();
}

const int* staged(std::span<const int> values) {
  const size_t count = values.size();
  grow_ring(std::max(kRing, 2 * count));
  if (next_staged + count > ring_here.count) start_ring_again();
  int *here = ring_here.memory + next_staged, *there = ring_there.memory + next_staged;
  std::copy(values.begin(), values.end(), here);
  checked(cudaMemcpyAsync(there, here, count * sizeof(int), cudaMemcpyHostToDevice, stream()), "staged");
  next_staged += count;
  return there;
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
