#include <algorithm>
#include <array>

#include "core/dropout_stream.h"
#include "core/error.h"
#include "core/ops.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kGrain = 16384;

void check_sizes(const char* who, const Tensor& x, const Tensor& y) {
  check(x.size() == y.size(), who, ": expected equal sizes, got ", x.shape(), " and ", y.shape());
}

using OneToOne = void (*)(int n, const float* x, float* y);
using TwoToOne = void (*)(int n, const float* y, const float* dy, float* dx);

void map(const char* who, Device::OneToOne Device::*there, OneToOne f, const Tensor& x, Tensor& y) {
  check_sizes(who, x, y);
  if (const auto op = elsewhere(who, there, {{"x", x}, {"y", y}})) return op(x, y);
  parallel_for(x.size(), kGrain, [&](int begin, int end) { f(end - begin, x.data() + begin, y.data() + begin); });
}

void map(const char* who, Device::TwoToOne Device::*there, TwoToOne f, const Tensor& y, const Tensor& dy, Tensor& dx) {
  check_sizes(who, y, dy);
  check_sizes(who, y, dx);
  if (const auto op = elsewhere(who, there, {{"y", y}, {"dy", dy}, {"dx", dx}})) return op(y, dy, dx);
  parallel_for(y.size(), kGrain,
               [&](int begin, int end) { f(end - begin, y.data() + begin, dy.data() + begin, dx.data() + begin); });
}

}  // namespace

void relu(const Tensor& x, Tensor& y) { map("relu", &Device::relu, kernels::active().relu, x, y); }
void sigmoid(const Tensor& x, Tensor& y) { map("sigmoid", &Device::sigmoid, kernels::active().sigmoid, x, y); }
void tanh(const Tensor& x, Tensor& y) { map("tanh", &Device::tanh, kernels::active().tanh, x, y); }

void relu_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  map("relu_backward", &Device::relu_backward, kernels::active().relu_backward, y, dy, dx);
}
void sigmoid_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  map("sigmoid_backward", &Device::sigmoid_backward, kernels::active().sigmoid_backward, y, dy, dx);
}
void tanh_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  map("tanh_backward", &Device::tanh_backward, kernels::active().tanh_backward, y, dy, dx);
}

void copy(const Tensor& x, Tensor& y) {
  check_sizes("copy", x, y);
  if (x.memory() == y.memory()) return;
  if (const Device* device = device_of("copy", {{"x", x}, {"y", y}}))
    return device->copy(x.memory(), static_cast<size_t>(x.size()), y.memory());
  parallel_for(x.size(), 4 * kGrain,
               [&](int begin, int end) { std::copy(x.data() + begin, x.data() + end, y.data() + begin); });
}

void gather_rows(const Tensor& all, std::span<const int> rows, Tensor& x) {
  check(x.dim(0) == static_cast<int>(rows.size()) && all.shape().without_batch() == x.shape().without_batch(),
        "gather_rows: expected ", rows.size(), " rows as those of ", all.shape(), ", got ", x.shape());
  for (const int i : rows)
    check(i >= 0 && i < all.dim(0), "gather_rows: expected rows in 0..", all.dim(0) - 1, ", got ", i);
  if (const auto op = elsewhere("gather_rows", &Device::gather_rows, {{"all", all}, {"x", x}})) return op(all, rows, x);
  for (int n = 0; n < x.dim(0); ++n) {
    const std::span<const float> row = all.row(rows[static_cast<size_t>(n)]);
    std::copy(row.begin(), row.end(), x.row(n).begin());
  }
}

kernels::DropoutStream dropout_stream(float p, const Key& key) {
  check(p >= 0 && p < 1, "dropout: expected a probability in [0, 1), got ", p);
  const double steps = 65536.0 * static_cast<double>(p) + 0.5;
  return {key.seed, key.purpose, key.epoch, static_cast<uint32_t>(steps), 1 / (1 - p)};
}

void dropout(const Tensor& x, float p, const Key& key, std::span<const int> samples, Tensor& y) {
  check_sizes("dropout", x, y);
  const kernels::DropoutStream stream = dropout_stream(p, key);
  if (x.empty()) return;
  const int rows = x.dim(0), cols = x.size() / rows;
  const int channels = x.shape().rank() > 1 ? x.dim(1) : 1, places = cols / channels;  // C and S
  check(samples.empty() || static_cast<int>(samples.size()) == rows, "dropout: expected ", rows, " sample numbers for ",
        x.shape(), ", got ", samples.size());
  if (const auto op = elsewhere("dropout", &Device::dropout, {{"x", x}, {"y", y}})) return op(x, stream, samples, y);

  // The words of a run of (block, place) pairs; each pair takes four blocks of Philox, two of its 32 halves a word.
  constexpr int kPairs = 32, kWords = 16;
  const int pairs = (channels + 31) / 32 * places;
  parallel_for(rows, std::max(1, kGrain / cols), [&](int begin, int end) {
    std::array<uint32_t, kPairs * kWords> words;
    for (int n = begin; n < end; ++n) {
      const auto sample = static_cast<uint32_t>(samples.empty() ? n : samples[static_cast<size_t>(n)]);
      const float* in = x.row(n).data();
      float* out = y.row(n).data();
      for (int first = 0; first < pairs; first += kPairs) {
        const int count = std::min(kPairs, pairs - first);
        kernels::active().philox(4 * count, key.seed, 4 * static_cast<uint32_t>(first), sample, key.purpose, key.epoch,
                                 words.data());
        for (int i = 0; i < count; ++i) {
          const int channel = (first + i) / places * 32, place = (first + i) % places;
          for (int l = 0; l < std::min(32, channels - channel); ++l) {
            const uint32_t half = words[static_cast<size_t>(i * kWords + l / 2)] >> (l % 2 * 16) & 0xffffu;
            const int at = (channel + l) * places + place;
            out[at] = half >= stream.threshold ? in[at] * stream.scale : 0.f;
          }
        }
      }
    }
  });
}

}  // namespace thimble
