// Small pictures in a table: every column has a head and every row a name. Reconstructions with more and more
// components, centres that move from step to step, a query beside its neighbours.
#pragma once

#include <string>
#include <vector>

#include "plot/tile.h"

namespace thimble {

struct ImageRow {
  std::string name;  // lines parted by '\n'; the second and later ones are softer
  std::vector<Tile> tiles;
};

struct ImageTableOptions {
  std::string title = {};
  int width = 28, height = 28;  // of every tile, in pixels
  double scale = 2;
  bool dark_on_light = true;    // as image_grid()
  bool first_is_apart = false;  // a gap behind the first column
};

// Rows may hold fewer tiles than there are columns. usage error for a row that holds more, and for tiles of another size.
std::string image_table(const std::vector<std::string>& columns, const std::vector<ImageRow>& rows,
                        const ImageTableOptions& options);

}  // namespace thimble
