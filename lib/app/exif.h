// How a camera held the picture: JPEG files say it in their EXIF part (CIPA DC-008, tag 0x0112).
#pragma once

#include <cstdint>
#include <span>

#include "app/picture.h"

namespace thimble {

// 1 to 8 as the standard numbers them; 1, upright, for files that do not say, or say nonsense.
int exif_orientation(std::span<const uint8_t> file);

// The picture turned and mirrored so that it stands upright. usage error for other orientations than 1 to 8.
//   1 as it is   2 mirrored   3 half a turn   4 upside down   5 along the diagonal   6 a quarter clockwise
//   7 along the other diagonal   8 a quarter anticlockwise
Picture upright(Picture picture, int orientation);

}  // namespace thimble
