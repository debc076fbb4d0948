// Pictures on a page with what a network says of them; right and wrong can be told apart without colour.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace thimble {

// A grey picture (light garment on black) and what the network says of it.
struct ReportTile {
  int width = 0, height = 0;
  std::vector<uint8_t> pixels;
  std::string truth, predicted;
  double probability = 0;
};

std::string tiles_html(const std::vector<ReportTile>& tiles);

}  // namespace thimble
