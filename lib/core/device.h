// A device other than the CPU: its memory, and the ops of core/ops.h once more.
//
// A tensor knows where its memory lies: on a Device, or, where that is null, on the CPU. Every op of core/ops.h checks
// its shapes, then looks up the table of the device that its tensors live on; the CPU's are the files ops_*.cpp. An op
// of tensors that live in two places is a usage error, and so is one that a device lacks. Nothing moves by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "kernels/kernels.h"

namespace thimble {

class Tensor;
struct DeviceBytes;
struct Matrix;
struct Window;

// What an op of a device does is what the op of that name does in core/ops.h. Shapes have been checked. Work is done in
// the order in which it is asked for, while the caller goes on; only what returns a value waits for it.
struct Device {
  std::string name;         // "cuda:0"
  std::string description;  // "NVIDIA H200, 132 multiprocessors, 139.8 GiB"

  // Memory, counted in floats. numeric error "cuda:0: out of memory: wanted 3.2 GiB, free 1.1 of 79.1 GiB"
  float* (*allocate)(size_t floats) = nullptr;
  void (*release)(float* memory) = nullptr;
  void (*fill)(float value, size_t floats, float* memory) = nullptr;
  void (*upload)(const float* here, size_t floats, float* there) = nullptr;
  void (*download)(const float* there, size_t floats, float* here) = nullptr;  // waits for what is to be written there
  void (*copy)(const float* from, size_t floats, float* to) = nullptr;
  void (*wait)() = nullptr;  // until all that was asked for is done

  // In between, what is asked for is only noted; at the end it is started as one, or, unless `run`, forgotten. Nothing that
  // waits, moves values from or to the CPU or allocates may be asked for. May be missing.
  void (*begin_recording)() = nullptr;
  void (*end_recording)(bool run) = nullptr;

  // C = A B, + bias where it is not empty, then max(0, .) if `relu`; or C += A B if `add`.
  void (*matmul)(const Matrix& a, const Matrix& b, const Tensor& bias, bool relu, bool add, Tensor& c) = nullptr;
  void (*add_to_rows)(const Tensor& bias, Tensor& y) = nullptr;
  void (*add_column_sums)(const Tensor& dy, Tensor& out) = nullptr;

  void (*conv2d)(const Tensor& x, const Tensor& w, const Tensor& b, const Window& window, Tensor& y) = nullptr;
  void (*conv2d_input_gradient)(const Tensor& dy, const Tensor& w, const Window& window, Tensor& dx) = nullptr;
  void (*add_conv2d_weight_gradient)(const Tensor& x, const Tensor& dy, const Window& window, Tensor& dw) = nullptr;
  void (*add_channel_sums)(const Tensor& dy, Tensor& out) = nullptr;

  void (*max_pool)(const Tensor& x, const Window& window, Tensor& y) = nullptr;
  void (*max_pool_backward)(const Tensor& x, const Tensor& y, const Tensor& dy, const Window& window,
                            Tensor& dx) = nullptr;
  void (*avg_pool)(const Tensor& x, const Window& window, Tensor& y) = nullptr;
  void (*avg_pool_backward)(const Tensor& dy, const Window& window, Tensor& dx) = nullptr;

  void (*channel_moments)(const Tensor& x, Tensor& mean, Tensor& variance) = nullptr;
  void (*normalise)(const Tensor& x, const Tensor& mean, const Tensor& variance, float epsilon, const Tensor& gamma,
                    const Tensor& beta, Tensor& x_hat, Tensor& y) = nullptr;
  void (*normalise_backward)(const Tensor& dy, const Tensor& x_hat, const Tensor& variance, float epsilon,
                             const Tensor& gamma, Tensor& dgamma, Tensor& dbeta, Tensor& dx) = nullptr;

  using OneToOne = void (*)(const Tensor& x, Tensor& y);
  using TwoToOne = void (*)(const Tensor& y, const Tensor& dy, Tensor& dx);
  OneToOne relu = nullptr, sigmoid = nullptr, tanh = nullptr, softmax = nullptr;
  TwoToOne relu_backward = nullptr, sigmoid_backward = nullptr, tanh_backward = nullptr, softmax_backward = nullptr;
  void (*dropout)(const Tensor& x, const kernels::DropoutStream& stream, std::span<const int> samples,
                  Tensor& y) = nullptr;
  void (*softmax_cross_entropy)(const Tensor& z, std::span<const int> labels, float smoothing, Tensor& dz, int row,
                                Tensor& tally) = nullptr;
  void (*gather_rows)(const Tensor& all, std::span<const int> rows, Tensor& x) = nullptr;

  void (*sgd_step)(float rate, float mu, bool nesterov, const Tensor& g, Tensor& v, Tensor& p) = nullptr;
  void (*adam_step)(const kernels::AdamStep& step, const Tensor& g, Tensor& m, Tensor& v, Tensor& p) = nullptr;
  void (*add_scaled)(float alpha, const Tensor& x, Tensor& y) = nullptr;
  void (*move_towards)(float share, const Tensor& x, Tensor& y) = nullptr;
  void (*multiply_by)(float factor, Tensor& x) = nullptr;
  void (*scale_to_unit)(const Tensor& x, Tensor& y) = nullptr;
  void (*tally_squares)(float factor, const Tensor& x, int row, Tensor& tally) = nullptr;
  double (*sum_of_squares)(const Tensor& x) = nullptr;
  bool (*all_finite)(const Tensor& x) = nullptr;

  // Bytes in exact integers (core/device_bytes.h): each waits for its answer, which lies on the CPU, as `rows` of gram do.
  void (*send_bytes)(std::span<const uint8_t> bytes, DeviceBytes& sent) = nullptr;
  // At q k + (0 .. k - 1): which rows of `train` are nearest to query q, nearest first, of equals the larger index first;
  // and |q - x|^2. 1 <= k <= min(train.rows, kMostByteNeighbours).
  void (*nearest_bytes)(const DeviceBytes& train, const DeviceBytes& queries, int k, std::span<int> index,
                        std::span<uint32_t> squares) = nullptr;
  // labels[n] = argmin_j start[j] - 2^bits (hi_j + lo_j / 256) . (x_n - 128), the smaller j of equals, in 32 bits as
  // classic/centre_search.h has them; planes: row 2 j is hi_j, row 2 j + 1 lo_j.
  void (*nearest_centres)(const DeviceBytes& x, std::span<const uint8_t> planes, std::span<const uint32_t> start,
                          int bits, std::span<int> labels) = nullptr;
  // c = X^T X (width, width), sums[p] = sum_n x[n][p]
  void (*gram)(std::span<const uint8_t> rows, int width, std::span<int64_t> c, std::span<int64_t> sums) = nullptr;
};

// Devices that a program has installed; they must outlive every tensor that lives there.
void install(const Device& device);  // one of the same name takes the other's place
std::vector<const Device*> devices();
// Null for "cpu". "cuda" is the first one of that kind, "cuda:1" that one. usage error naming what there is.
const Device* device_named(const std::string& name);
std::string place_name(const Device* device);  // "the CPU" or the device's name

// What an op reads or writes, by the letter that it has in the formula.
struct Operand {
  Operand(const char* name, const Tensor& tensor);
  Operand(const char* name, const Matrix& matrix);
  const char* name;
  const Device* device;
  bool empty;  // then it lives nowhere
};

[[noreturn]] void fail_between_devices(const char* who, std::initializer_list<Operand> operands);
[[noreturn]] void fail_without(const char* who, const Device& device);

// Where all operands live.
inline const Device* device_of(const char* who, std::initializer_list<Operand> operands) {
  const Device* device = nullptr;
  bool found = false;
  for (const Operand& o : operands) {
    if (o.empty) continue;
    if (found && o.device != device) fail_between_devices(who, operands);
    device = o.device;
    found = true;
  }
  return device;
}

// The op of the device where the operands live; null: they live on the CPU.
//   if (const auto op = elsewhere("relu", &Device::relu, {{"x", x}, {"y", y}})) return op(x, y);
template <class Op>
Op elsewhere(const char* who, Op Device::*op, std::initializer_list<Operand> operands) {
  const Device* device = device_of(who, operands);
  if (device == nullptr) return nullptr;
  if (device->*op == nullptr) fail_without(who, *device);
  return device->*op;
}

}  // namespace thimble
