// Tensors as small grey pictures: what a layer makes of a picture, and the windows that a convolution learns.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "nn/sequential.h"

namespace thimble {

struct Tile {
  int columns = 0, rows = 0;
  std::vector<uint8_t> grey;  // row by row
};

constexpr int kTile = 28;  // the longest side of a tile

// Where all values are >= 0: 0 is black and the largest white. Else 0 is grey, 127, and +-largest are white and black.
struct Greys {
  float largest = 0;
  bool sign = false;
  explicit Greys(std::span<const float> values);
  uint8_t of(float value) const;
};

// What layer `name` puts out for one picture: a tile a channel, or one for all where the sample is flat: its values in
// reading order, in rows of kTile. Larger pictures by every n-th pixel; flat samples up to kTile^2 values.
struct LayerMaps {
  std::string name, text;  // "relu_1", "relu"
  Shape shape;             // of the sample: (8, 26, 26)
  double zero = 0;         // share of the values that are 0
  std::vector<Tile> tiles;
};

// Of one picture x (1, C, H, W), in Mode::infer; without layers that show nothing new (flatten, dropout). At most `most`
// channels of a layer.
std::vector<LayerMaps> layer_maps(Sequential& net, const Tensor& x, int most);

// The windows of a convolution, a tile a filter: where there are several input channels, their windows beside each other
// with a grey line between, as many as fit.
struct FilterBank {
  std::string name;  // "conv2d_1"
  int filters = 0, channels = 0, shown_channels = 0;
  std::vector<Tile> tiles;
};
std::vector<FilterBank> filter_banks(const Sequential& net, int most);  // of every convolution

}  // namespace thimble
