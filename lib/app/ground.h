// The ground behind a garment, from the picture's border: paper, table or wall, perhaps under uneven light.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace thimble {

using Colour = std::array<float, 3>;  // red, green, blue, 0..255

// One pixel of the border: its place, from -1 to 1 along both axes, and its colour.
struct BorderPixel {
  float x, y;
  Colour colour;
};

// colour(x, y) = a + b x + c y + d x^2 + e y^2, each a colour.
struct GroundModel {
  std::array<Colour, 5> terms{};
  float roughness = 0;  // median over the border of the largest difference of a channel
  Colour at(float x, float y) const;
};

// One channel of the model on a grid of pixels, a row at a time: what at() says there, bit for bit.
class GroundRows {
 public:
  GroundRows(const GroundModel& model, size_t channel, std::span<const float> across);  // x of every column
  void at(float y, std::span<float> row) const;

 private:
  float c_, e_;                         // of y and y^2
  std::vector<float> straight_, bent_;  // a + b x, d x^2
};

// Least squares over the border, in which pixels far off count less and less (Tukey's biweight, Holland & Welsch 1977):
// a garment that the frame cuts does not bend it.
GroundModel fit_ground(const std::vector<BorderPixel>& border);

float median(std::vector<float> values);             // the upper one of two in the middle
float difference(const Colour& a, const Colour& b);  // of the channel where it is largest

}  // namespace thimble
