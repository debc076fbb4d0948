// Rows of bytes on a device, for what is computed of pictures in exact integers: neighbours, centres, sums of products.
#pragma once

#include <cstdint>
#include <span>

#include "core/tensor.h"

namespace thimble {

struct Device;

inline constexpr int kMostByteWidth = 65793;     // 255 * 255 * width < 2^32, and 255 * 128 * width < 2^31
inline constexpr int kMostByteNeighbours = 256;  // that a device keeps for each query

struct DeviceBytes {
  // Sends bytes.size() / width rows that lie one behind the other. usage error where the device has no such op, and for a
  // width outside 1 .. kMostByteWidth.
  DeviceBytes(const Device& on, std::span<const uint8_t> bytes, int row_width);

  const Device* device;
  int rows, width;
  Tensor packed, squares;  // words, not floats: laid out as the device likes it, and |x_i|^2
};

}  // namespace thimble
