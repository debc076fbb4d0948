#include "core/device_bytes.h"

#include "core/device.h"
#include "core/error.h"

namespace thimble {

DeviceBytes::DeviceBytes(const Device& on, std::span<const uint8_t> bytes, int row_width)
    : device(&on), rows(0), width(row_width), packed({1}, 0, &on), squares({1}, 0, &on) {
  check(width >= 1 && width <= kMostByteWidth, on.name, ": expected rows of 1 to ", kMostByteWidth, " bytes, got ",
        width);
  rows = static_cast<int>(bytes.size() / static_cast<size_t>(width));
  if (on.send_bytes == nullptr) fail_without("send_bytes", on);
  if (rows > 0) on.send_bytes(bytes, *this);
}

}  // namespace thimble
