// Picture files in and out: PNG, JPEG, BMP and GIF (its first frame).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/picture.h"

namespace thimble {

// At most 64 MiB of file and 64 megapixels, both checked before anything is decoded. io error if the file cannot be
// read, data error "a.png: expected a PNG, JPEG, BMP or GIF picture, found ...".
Picture load_picture(const std::string& path);

// A PNG of width x height 8-bit grey pixels, compressed.
std::vector<uint8_t> compressed_png(std::span<const uint8_t> pixels, int width, int height);

}  // namespace thimble
