#include <algorithm>
#include <array>

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

void map(const char* who, OneToOne f, const Tensor& x, Tensor& y) {
  check_sizes(who, x, y);
  parallel_for(x.size(), kGrain, [&](int begin, int end) { f(end - begin, x.data() + begin, y.data() + begin); });
}

void map(const char* who, TwoToOne f, const Tensor& y, const Tensor& dy, Tensor& dx) {
  check_sizes(who, y, dy);
  check_sizes(who, y, dx);
  parallel_for(y.size(), kGrain,
               [&](int begin, int end) { f(end - begin, y.data() + begin, dy.data() + begin, dx.data() + begin); });
}

}  // namespace

void relu(const Tensor& x, Tensor& y) { map("relu", kernels::active().relu, x, y); }
void sigmoid(const Tensor& x, Tensor& y) { map("sigmoid", kernels::active().sigmoid, x, y); }
void tanh(const Tensor& x, Tensor& y) { map("tanh", kernels::active().tanh, x, y); }

void relu_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  map("relu_backward", kernels::active().relu_backward, y, dy, dx);
}
void sigmoid_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  map("sigmoid_backward", kernels::active().sigmoid_backward, y, dy, dx);
}
void tanh_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  map("tanh_backward", kernels::active().tanh_backward, y, dy, dx);
}

void copy(const Tensor& x, Tensor& y) {
  check_sizes("copy", x, y);
  if (x.data() == y.data()) return;
  parallel_for(x.size(), 4 * kGrain,
               [&](int begin, int end) { std::copy(x.data() + begin, x.data() + end, y.data() + begin); });
}

void dropout(const Tensor& x, float p, const Key& key, std::span<const int> samples, Tensor& y) {
  check_sizes("dropout", x, y);
  check(p >= 0 && p < 1, "dropout: expected a probability in [0, 1), got ", p);
  if (x.empty()) return;
  const int rows = x.dim(0), cols = x.size() / rows;
  check(samples.empty() || static_cast<int>(samples.size()) == rows, "dropout: expected ", rows, " sample numbers for ",
        x.shape(), ", got ", samples.size());

  const float scale = 1 / (1 - p);
  const auto threshold = static_cast<int32_t>(static_cast<double>(p) * 2147483648.0);  // p 2^31
  constexpr int kBlocks = 128, kWords = 4 * kBlocks;
  parallel_for(rows, std::max(1, kGrain / cols), [&](int begin, int end) {
    std::array<uint32_t, kWords> words;
    for (int n = begin; n < end; ++n) {
      const auto sample = static_cast<uint32_t>(samples.empty() ? n : samples[static_cast<size_t>(n)]);
      const float* in = x.row(n).data();
      float* out = y.row(n).data();
      for (int i = 0; i < cols; i += kWords) {
        const int count = std::min(kWords, cols - i);
        kernels::active().philox((count + 3) / 4, key.seed, static_cast<uint32_t>(i / 4), sample, key.purpose,
                                 key.epoch, words.data());
        for (int j = 0; j < count; ++j) {
          const auto draw = static_cast<int32_t>(words[static_cast<size_t>(j)] >> 1);  // uniform in 0 .. 2^31 - 1
          out[i + j] = draw >= threshold ? in[i + j] * scale : 0.f;
        }
      }
    }
  });
}

}  // namespace thimble
