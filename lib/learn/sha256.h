// SHA-256 (FIPS 180-4): which data set is this, and are two weight files equal.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace thimble {

class Sha256 {
 public:
  Sha256();
  void add(std::span<const uint8_t> bytes);
  std::string hex();  // 64 digits; ends the sum

 private:
  void block(const uint8_t* p);
  std::array<uint32_t, 8> h_;
  std::array<uint8_t, 64> buffer_{};
  uint64_t length_ = 0;
};

std::string sha256(std::span<const uint8_t> bytes);

}  // namespace thimble
