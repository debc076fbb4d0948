// What the kernels work on while they are timed: more than any of them reads or writes, with harmless values.
#pragma once

#include <cstdint>
#include <vector>

namespace thimble::kernels {

class Memory {
  std::vector<float> floats_ = std::vector<float>(size_t{64} << 10, 0.5f);
  std::vector<uint8_t> bytes_ = std::vector<uint8_t>(8192, 1);
  std::vector<uint32_t> units_ = std::vector<uint32_t>(size_t{64} << 10, 0x01010101u);
  std::vector<int32_t> sums_ = std::vector<int32_t>(4096);

 public:
  // 2048 values each, and the operands of a product behind them.
  float* const x = floats_.data();
  float* const y = x + 2048;
  float* const z = y + 2048;
  float* const w = z + 2048;
  float* const v = w + 2048;
  float* const a = v + 2048;  // constants of 64 lanes,
  float* const s = a + 64;    // and their sums
  float* const left = s + 64;
  float* const right = left + 8192;
  float* const product = right + 16384;
  uint8_t* const u = bytes_.data();
  uint32_t* const words = units_.data();
  const uint32_t* const units = units_.data() + 128;
  int32_t* const sums = sums_.data();
};

}  // namespace thimble::kernels
