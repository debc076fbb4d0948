// What may be asked of the way from a picture to the network's 28 x 28, and what each of its steps made.
#pragma once

#include <cstdint>
#include <vector>

#include "app/picture.h"
#include "app/plane.h"

namespace thimble {

// A part of a picture, as shares of its width and height.
struct Part {
  float left = 0, top = 0, right = 1, bottom = 1;
  bool operator==(const Part&) const = default;
};

// Left as it is, everything is found out from the picture.
struct Conversion {
  enum class Negate { found, yes, no };
  Part crop;                      // only this part is looked at
  float threshold = 0;            // least difference from the ground that is garment, 1..255; 0: found
  Negate negate = Negate::found;  // whether light becomes dark
  bool fill = true;               // what the garment encloses is garment too
  bool sharpen = true;
  bool operator==(const Conversion&) const = default;
};

// Step by step, for those who want to see them. A picture that passes unchanged has only the last.
struct ConversionSteps {
  Picture difference;   // how far each pixel's colour is from the ground's, where 255 is twice the threshold
  Picture tone;         // grey, negated or not, 0 on the ground
  Part box;             // of the whole picture: what it was trimmed to
  Picture placed;       // brought to size and centred, not yet sharpened
  float threshold = 0;  // as it was found, or asked for
  bool negated = false;
  bool unchanged = false;
};

// As garment() in app/picture.h, which asks for nothing. `steps`, where given, are filled; a side of their large pictures
// has kStepSide pixels at most. usage error too for a crop that is empty or lies outside, a threshold outside 0..255.
std::vector<uint8_t> garment(const Picture& picture, const Conversion& conversion, int width, int height,
                             ConversionSteps* steps = nullptr);

constexpr int kStepSide = 168;

}  // namespace thimble
