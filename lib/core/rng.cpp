#include "core/rng.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "core/functions.h"
#include "kernels/kernels.h"

namespace thimble {

std::array<uint32_t, 4> bits(const Key& key, uint32_t sample, uint32_t position) {
  std::array<uint32_t, 4> out;
  kernels::active().philox(1, key.seed, position, sample, key.purpose, key.epoch, out.data());
  return out;
}

uint32_t Rng::next() {
  if (used_ == 4) {
    words_ = bits(key_, sample_, block_++);
    used_ = 0;
  }
  return words_[static_cast<size_t>(used_++)];
}

float Rng::uniform() { return static_cast<float>(next() >> 8) * 0x1p-24f; }

float Rng::uniform(float low, float high) { return low + (high - low) * uniform(); }

float Rng::normal() {
  const double u1 = (next() + 1.0) * 0x1p-32;           // (0, 1]
  const double u2 = next() * 0x1p-32;                   // [0, 1)
  const double radius = std::sqrt(-2 * log_exact(u1));  // Box & Muller 1958
  return static_cast<float>(radius * cos_exact(2 * std::numbers::pi * u2));
}

int Rng::below(int n) {
  const uint32_t range = static_cast<uint32_t>(n);
  uint64_t product = uint64_t{next()} * range;     // Lemire 2019: the high word is the answer,
  const uint32_t rejected = (0u - range) % range;  //   except for 2^32 mod n low words
  while (static_cast<uint32_t>(product) < rejected) product = uint64_t{next()} * range;
  return static_cast<int>(product >> 32);
}

void Rng::shuffle(std::span<int> values) {
  for (size_t i = values.size(); i > 1; --i)
    std::swap(values[i - 1], values[static_cast<size_t>(below(static_cast<int>(i)))]);
}

std::vector<int> Rng::permutation(int n) {
  std::vector<int> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  shuffle(order);
  return order;
}

}  // namespace thimble
