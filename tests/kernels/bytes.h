// Bytes for tests of the integer kernels: random or extreme, at an odd address, with the end of the memory right behind
// the last byte, so that a sanitizer sees a read past it.
#pragma once

#include <cstdint>
#include <vector>

namespace thimble::kernels {

class Bytes {
 public:
  explicit Bytes(int n, uint32_t seed = 1) : memory_(static_cast<size_t>(n) + 3) {
    for (uint8_t& x : memory_) {
      seed = seed * 1664525u + 1013904223u;
      x = static_cast<uint8_t>(seed >> 24);
    }
  }
  static Bytes all(int n, uint8_t value) {
    Bytes bytes(n);
    for (uint8_t& x : bytes.memory_) x = value;
    return bytes;
  }
  uint8_t* data() { return memory_.data() + 3; }
  const uint8_t* data() const { return memory_.data() + 3; }
  uint8_t operator[](int i) const { return data()[i]; }

 private:
  std::vector<uint8_t> memory_;
};

}  // namespace thimble::kernels
