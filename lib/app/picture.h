// Any picture -> the grey picture that the data set's authors would have made of it (Xiao, Rasul & Vollgraf 2017,
// section 2: trim to the garment, longest side to 28, sharpen, centre, negate, grey).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

// 8-bit pixels, 1 (grey), 3 (RGB) or 4 (RGBA) channels, interleaved as decoders give them.
struct Picture {
  int width = 0, height = 0, channels = 1;
  std::vector<uint8_t> pixels;
};

// A grey, opaque picture that already has the wanted size passes unchanged, if most of its border is dark (as the data
// set's is). Otherwise:
//   1. transparent parts become white,
//   2. the background is a smooth surface through the border's colours; what differs from it clearly is the garment,
//      and so is what that encloses, unless it has the ground's colour exactly (a bag's handle),
//   3. tone: grey, negated unless the ground is dark; 0 on the background,
//   4. trimmed to the garment, the longer side brought to the wanted one by averaging areas, the aspect kept,
//   5. slightly sharpened, centred on black.
// A picture of one colour has no garment: all black. usage error unless the sizes are positive, the channels 1, 3 or 4
// and the pixels as many as they say.
std::vector<uint8_t> garment(const Picture& picture, int width = 28, int height = 28);

}  // namespace thimble
