#include "cuda/install.h"

#include <cstdio>

#include "core/device.h"
#include "core/error.h"
#include "cuda/graph.h"
#include "cuda/launch.h"
#include "cuda/ops.h"

namespace thimble::cuda {

namespace {

std::string in_gib(size_t bytes) {
  char number[32];
  std::snprintf(number, sizeof number, "%.1f", static_cast<double>(bytes) / (1 << 30));
  return number;
}

float* allocate(size_t floats) {
  void* memory = nullptr;
  if (cudaMalloc(&memory, floats * sizeof(float)) == cudaSuccess) return static_cast<float*>(memory);
  cudaGetLastError();  // forgets it
  size_t free_bytes = 0, total = 0;
  cudaMemGetInfo(&free_bytes, &total);
  fail(Error::numeric, "cuda:0: out of memory: wanted " + in_gib(floats * sizeof(float)) + " GiB, free " +
                           in_gib(free_bytes) + " of " + in_gib(total) + " GiB");
}

void release(float* memory) { cudaFree(memory); }

void fill(float value, size_t floats, float* memory) {
  each(static_cast<int>(floats), [=] __device__(int i) { memory[i] = value; });
}

void move(const float* from, size_t floats, float* to, cudaMemcpyKind kind) {
  checked(cudaMemcpyAsync(to, from, floats * sizeof(float), kind, stream()), "copy");
}
void upload(const float* here, size_t floats, float* there) { move(here, floats, there, cudaMemcpyHostToDevice); }
void copy(const float* from, size_t floats, float* to) { move(from, floats, to, cudaMemcpyDeviceToDevice); }
void wait() { checked(cudaStreamSynchronize(stream()), "wait"); }
void download(const float* there, size_t floats, float* here) {
  move(there, floats, here, cudaMemcpyDeviceToHost);
  wait();
}

Device table() {
  Device d;
  d.name = "cuda:0";
  d.allocate = allocate;
  d.release = release;
  d.fill = fill;
  d.upload = upload;
  d.download = download;
  d.copy = copy;
  d.wait = wait;
  d.begin_recording = begin_recording;
  d.end_recording = end_recording;
  d.matmul = matmul;
  d.add_to_rows = add_to_rows;
  d.add_column_sums = add_column_sums;
  d.conv2d = conv2d;
  d.conv2d_input_gradient = conv2d_input_gradient;
  d.add_conv2d_weight_gradient = add_conv2d_weight_gradient;
  d.add_channel_sums = add_channel_sums;
  d.max_pool = max_pool;
  d.max_pool_backward = max_pool_backward;
  d.avg_pool = avg_pool;
  d.avg_pool_backward = avg_pool_backward;
  d.channel_moments = channel_moments;
  d.normalise = normalise;
  d.normalise_backward = normalise_backward;
  d.relu = relu;
  d.sigmoid = sigmoid;
  d.tanh = tanh;
  d.softmax = softmax;
  d.relu_backward = relu_backward;
  d.sigmoid_backward = sigmoid_backward;
  d.tanh_backward = tanh_backward;
  d.softmax_backward = softmax_backward;
  d.dropout = dropout;
  d.softmax_cross_entropy = softmax_cross_entropy;
  d.gather_rows = gather_rows;
  d.sgd_step = sgd_step;
  d.adam_step = adam_step;
  d.add_scaled = add_scaled;
  d.move_towards = move_towards;
  d.multiply_by = multiply_by;
  d.scale_to_unit = scale_to_unit;
  d.tally_squares = tally_squares;
  d.sum_of_squares = sum_of_squares;
  d.all_finite = all_finite;
  d.send_bytes = send_bytes;
  d.nearest_bytes = nearest_bytes;
  d.nearest_centres = nearest_centres;
  d.gram = gram;
  return d;
}

}  // namespace

std::string install() {
  int count = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (error != cudaSuccess) return cudaGetErrorString(error);
  if (count == 0) return "no device";
  checked(cudaSetDevice(0), "first device");
  cudaDeviceProp p{};
  checked(cudaGetDeviceProperties(&p, 0), "first device");
  static Device device = table();
  device.description = text(p.name, ", compute capability ", p.major, '.', p.minor, ", ", p.multiProcessorCount,
                            " multiprocessors, ", in_gib(p.totalGlobalMem), " GiB");
  thimble::install(device);
  return "";
}

}  // namespace thimble::cuda
