// Small pictures in rows and columns with captions: a data set's samples, a network's filters, right and wrong
// predictions.
#pragma once

#include <string>
#include <vector>

#include "plot/png.h"
#include "plot/tile.h"

namespace thimble {

// All tiles are width x height grey pixels; each is drawn `scale` times larger with hard edges. `dark_on_light` shows
// them negated on white paper and as they are on dark. usage error for tiles of another size or no column.
std::string image_grid(const std::vector<Tile>& tiles, int width, int height, int columns, double scale,
                       const std::string& title, bool dark_on_light = true);

}  // namespace thimble
