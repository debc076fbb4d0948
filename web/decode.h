// A picture file's bytes -> the picture, upright.
#pragma once

#include <cstdint>
#include <span>

#include "app/picture.h"

namespace thimble {

// PNG, JPEG (turned as its camera was held), GIF (its first picture), BMP. data or usage error, in words for a visitor,
// for anything else, for more than 64 MB and for more than 40 million pixels.
Picture decode_picture(std::span<const uint8_t> file);

}  // namespace thimble
