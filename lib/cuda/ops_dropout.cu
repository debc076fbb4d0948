// Dropout with the CPU's own random numbers: the same masks, bit for bit (the numbering is in core/ops.h).
#include "cuda/launch.h"
#include "cuda/ops.h"

namespace thimble::cuda {

namespace {

struct Block {
  uint32_t word[4];
};

// Philox 4x32 with ten rounds (Salmon et al. 2011), as core/rng.h uses it.
__device__ Block philox(uint64_t seed, uint32_t position, uint32_t sample, uint32_t purpose, uint32_t epoch) {
  uint32_t c[4] = {position, sample, purpose, epoch};
  auto key0 = static_cast<uint32_t>(seed), key1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const uint32_t low0 = c[0] * 0xd2511f53u, high0 = __umulhi(c[0], 0xd2511f53u);
    const uint32_t low1 = c[2] * 0xcd9e8d57u, high1 = __umulhi(c[2], 0xcd9e8d57u);
    c[0] = high1 ^ c[1] ^ key0;
    c[1] = low1;
    c[2] = high0 ^ c[3] ^ key1;
    c[3] = low0;
    key0 += 0x9e3779b9u;
    key1 += 0xbb67ae85u;
  }
  return {{c[0], c[1], c[2], c[3]}};
}

}  // namespace

// A block of Philox is 8 halves of a word, which belong to 8 channels at one place: a thread makes one and writes those
// 8 values; its neighbour has the next place. 8 bytes and 1/8 of ten rounds a value.
void dropout(const Tensor& of_x, const kernels::DropoutStream& of_stream, std::span<const int> numbers, Tensor& of_y) {
  constexpr int kHalves = 8;
  const kernels::DropoutStream s = of_stream;
  const int rows = of_x.dim(0), channels = of_x.shape().rank() > 1 ? of_x.dim(1) : 1;
  const int places = of_x.size() / (rows * channels), groups = (channels + kHalves - 1) / kHalves;
  const int* samples = numbers.empty() ? nullptr : staged(numbers);
  const float* x = of_x.memory();
  float* y = of_y.memory();
  each(rows * groups * places, [=] __device__(int i) {
    const int place = i % places, first = i / places % groups * kHalves, n = i / (places * groups);
    const int e = (first / 32 * places + place) * 32 + first % 32;
    const auto sample = static_cast<uint32_t>(samples == nullptr ? n : samples[n]);
    const Block bits = philox(s.seed, static_cast<uint32_t>(e / kHalves), sample, s.purpose, s.epoch);
    for (int l = 0; l < kHalves && first + l < channels; ++l) {
      const uint32_t half = bits.word[l / 2] >> (l % 2 * 16) & 0xffffu;
      const int at = (n * channels + first + l) * places + place;
      y[at] = half >= s.threshold ? x[at] * s.scale : 0.f;
    }
  });
}

}  // namespace thimble::cuda
