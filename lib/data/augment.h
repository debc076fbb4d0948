// Small random changes of training pictures, keyed by (seed, epoch, sample): the same picture in the same epoch always
// changes the same way, whatever the batch or the number of threads.
#pragma once

#include <span>
#include <string>

#include "core/rng.h"
#include "core/shape.h"

namespace thimble {

// Each 0 or false: off. Geometry is one affine map with bilinear sampling, zeros outside.
struct Augment {
  float rotate = 0;                // degrees: uniform in [-rotate, rotate]
  float zoom = 0;                  // factor: uniform in [1 - zoom, 1 + zoom]
  float shift_x = 0, shift_y = 0;  // pixels: uniform in [-shift, shift]; whole pixels where nothing else is on
  bool flip = false;               // mirrored left-right with probability 1/2
  bool alternate = false;  // mirrored every second epoch: half of the pictures in even ones, the others in odd ones
  float outline = 0, fill = 0;  // probabilities of a drawing instead, by pen alone or by bucket: data/pen.h; sum <= 1
  float erase = 0;              // probability of blanking one random rectangle (Zhong et al. 2017: 2-33 % of the area)
  bool any() const {
    return rotate != 0 || zoom != 0 || shift_x != 0 || shift_y != 0 || flip || alternate || outline != 0 || fill != 0 ||
           erase != 0;
  }
};

// "flip alternating" sees every picture both ways in any two epochs that follow one another (Jordan 2024, "94% on
// CIFAR-10 in 3.29 seconds on a single GPU", section 3.6).
//
// "flip, shift 2, rotate 10, zoom 0.1, outline 0.3, fill 0.2, erase 0.5", comma separated; "shift X Y" for two different
// shifts; "none" or "".
// usage error naming the word.
Augment parse_augment(const std::string& text);
std::string to_text(const Augment& a);

// Changes the picture x of shape (C, H, W) in place; key is that of seed and epoch, `sample` its number.
void augment(const Augment& a, const Key& key, int sample, const Shape& shape, std::span<float> x);

}  // namespace thimble
