// Sums over many values, in an order that depends on nothing but their number: no atomics, so the same bits every time.
//
// A part of the values belongs to each block. Its threads go through the part side by side and add up in double; lanes
// of a warp exchange registers, warps meet in shared memory. What the blocks found is added in their order.
#pragma once

#include "cuda/launch.h"

namespace thimble::cuda {

constexpr int kWarp = 32, kWarps = kThreads / kWarp;
constexpr unsigned kAll = 0xffffffffu;  // lanes of a warp

// The sum over a warp, in every lane.
template <class T>
__device__ T warp_sum(T value) {
  for (int mask = kWarp / 2; mask > 0; mask /= 2) value += __shfl_xor_sync(kAll, value, mask);
  return value;
}

__device__ inline float warp_max(float value) {
  for (int mask = kWarp / 2; mask > 0; mask /= 2) value = fmaxf(value, __shfl_xor_sync(kAll, value, mask));
  return value;
}

// The sum over a block of kThreads threads, in every thread.
__device__ inline double block_sum(double value) {
  __shared__ double of_warp[kWarps];
  value = warp_sum(value);
  __syncthreads();  // nobody reads an earlier sum any more
  if (threadIdx.x % kWarp == 0) of_warp[threadIdx.x / kWarp] = value;
  __syncthreads();
  double sum = 0;
  for (int w = 0; w < kWarps; ++w) sum += of_warp[w];
  return sum;
}

struct Pair {
  double a, b;
};

// partial[channel * parts + part] = sums of value(i) over the part's i, of the images * plane values i of a channel
//   in x (images, channels, plane)
template <class Value>
__global__ void channel_parts(int images, int channels, int plane, int part, Value value, Pair* partial) {
  const int channel = static_cast<int>(blockIdx.y), begin = static_cast<int>(blockIdx.x) * part;
  const int end = min(begin + part, images * plane);
  Pair sum{0, 0};
  for (int i = begin + static_cast<int>(threadIdx.x); i < end; i += kThreads) {
    const Pair more = value(channel, (i / plane * channels + channel) * plane + i % plane);
    sum.a += more.a;
    sum.b += more.b;
  }
  const double a = block_sum(sum.a), b = block_sum(sum.b);
  if (threadIdx.x == 0) partial[channel * static_cast<int>(gridDim.x) + static_cast<int>(blockIdx.x)] = {a, b};
}

// sums[channel] = the parts, added in their order;   finish(channel, sums[channel])
template <class Finish>
__global__ void channel_totals(int channels, int parts, const Pair* partial, Finish finish, Pair* sums) {
  const int channel = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (channel >= channels) return;
  Pair sum{0, 0};
  for (int i = 0; i < parts; ++i) {
    sum.a += partial[channel * parts + i].a;
    sum.b += partial[channel * parts + i].b;
  }
  sums[channel] = sum;
  finish(channel, sum);
}

// Calls finish(channel, sum) in a thread each, with the sums of value(channel, at) over the values x[at] of the channel,
// and returns all of them; they hold until the next call.
template <class Value, class Finish>
const Pair* sums_of_channels(int images, int channels, int plane, const Value& value, const Finish& finish) {
  constexpr int kValues = 4096, kMost = 64;  // of a part at least; parts at most
  const int values = images * plane;
  const int parts = static_cast<int>(values < kMost * kValues ? blocks_for(values, kValues) : kMost);
  const int part = (values - 1) / parts + 1;
  const size_t pairs = static_cast<size_t>(channels) * static_cast<size_t>(parts + 1);
  Pair* sums = reinterpret_cast<Pair*>(workspace(pairs * sizeof(Pair) / sizeof(float)));
  Pair* partial = sums + channels;
  launch(dim3(static_cast<unsigned>(parts), static_cast<unsigned>(channels)), kThreads, channel_parts<Value>, images,
         channels, plane, part, value, partial);
  launch(blocks_for(channels, kThreads), kThreads, channel_totals<Finish>, channels, parts, partial, finish, sums);
  return sums;
}

struct Nothing {
  __device__ void operator()(int, const Pair&) const {}
};

}  // namespace thimble::cuda
