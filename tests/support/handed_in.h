// Pictures as people hand them in, made from the data set's own: photographs of a garment on a ground, and drawings of its
// edges. Made at their full size; nothing here is shared with data/pen.h, which draws on the 28 x 28.
#pragma once

#include <cstdint>
#include <span>

#include "app/picture.h"
#include "core/rng.h"

namespace test_support {

using thimble::Picture;
using thimble::Rng;

enum class Ground { white, grey, dark, graded };

// The 28 x 28 garment 8 to 20 times as large, off the middle of a larger picture. On a dark ground its tones are as the
// data set has them, elsewhere as the camera saw them: negated.
Picture photographed(std::span<const uint8_t> garment, Ground ground, Rng& rng);

// Its silhouette and, in most drawings, the strong edges within, in black by a pen of 2 to 6 pixels on white, 280 x 280.
Picture drawn(std::span<const uint8_t> garment, Rng& rng);

}  // namespace test_support
