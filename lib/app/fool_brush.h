// A brush that paints against the answer: the fast gradient sign method (Goodfellow, Shlens & Szegedy 2015, equation
// above figure 1), for a few pixels at a time, with central differences for the gradient, so that any classifier will do.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/classifier.h"

namespace thimble {

// The picture with every pixel i within kRadius of column x, row y moved against class c:
//   x_i - kPush sign( p(c | x + kProbe e_i) - p(c | x - kProbe e_i) ),   held within 0..255
std::vector<uint8_t> painted_against(Classifier& model, const Input& input, std::span<const uint8_t> picture, int c,
                                     int x, int y);

constexpr int kRadius = 2, kProbe = 16, kPush = 12;  // pixels; grey levels

}  // namespace thimble
