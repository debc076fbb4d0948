// Grey pixels as a PNG file.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

// A PNG of width x height 8-bit grey pixels. The deflate stream has stored blocks only: a few lines instead of a
// dependency, right for small pictures (one byte a pixel, one a row, 68 more). PNG 1.2; RFC 1950 and 1951. usage error
// unless there are width * height pixels.
std::vector<uint8_t> grey_png(std::span<const uint8_t> pixels, int width, int height);

}  // namespace thimble
