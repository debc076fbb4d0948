// A picture -> the bytes of a PNG file.
#pragma once

#include <cstdint>
#include <vector>

#include "app/picture.h"

namespace thimble {

std::vector<uint8_t> png_of(const Picture& picture);

}  // namespace thimble
