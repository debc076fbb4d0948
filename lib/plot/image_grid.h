// Small pictures in rows and columns with captions: a data set's samples, a network's filters, right and wrong
// predictions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plot/png.h"

namespace thimble {

// Not by colour alone: a tick and a thin frame, or a cross and a thick dashed frame.
enum class Mark { none, right, wrong };

struct Tile {
  std::span<const uint8_t> pixels;
  std::string caption;  // lines parted by '\n'; the second and later ones are softer
  Mark mark = Mark::none;
};

// All tiles are width x height grey pixels; each is drawn `scale` times larger with hard edges. `dark_on_light` shows
// them negated on white paper and as they are on dark. usage error for tiles of another size or no column.
std::string image_grid(const std::vector<Tile>& tiles, int width, int height, int columns, double scale,
                       const std::string& title, bool dark_on_light = true);

}  // namespace thimble
