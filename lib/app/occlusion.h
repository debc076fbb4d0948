// Which parts of a picture an answer rests on: cover each in turn, and see what that takes from it (Zeiler & Fergus 2014,
// "Visualizing and understanding convolutional networks", section 4.2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/classifier.h"

namespace thimble {

//   drop(i, j) = p(c | picture) - p(c | picture with the square of kCover x kCover pixels at (i, j) made black)
//
// for every kStride-th i and j; a pixel's value is the mean drop of the squares that cover it, -1..1. Above 0: the pixel
// speaks for the class c. A square of ground that is black already has the drop 0. The pictures are asked all at once.
std::vector<float> occlusion(Classifier& model, const Input& input, std::span<const uint8_t> picture, int c);

constexpr int kCover = 4, kStride = 2;

}  // namespace thimble
