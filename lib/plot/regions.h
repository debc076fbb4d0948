// Which class a classifier gives to each place of a plane, as a raster, and its drawing.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plot/canvas.h"

namespace thimble {

struct Regions {
  int columns = 0, rows = 0;
  std::vector<int> classes;  // of each cell, row by row from the top; empty: no regions

  int at(int column, int row) const { return classes[static_cast<size_t>(row * columns + column)]; }
};

// Fills the box with each class's colour, thin, and draws lines where two classes meet: the regions can be told apart
// without colour.
void draw_regions(Canvas& canvas, const Box& box, const Regions& regions);

// The cell of a class that lies deepest inside its region, -1 -1 where the class has none: a place for its name. `depth`
// in cells from the border (a city block's metric).
struct Deepest {
  int column = -1, row = -1, depth = 0;
};
std::vector<Deepest> deepest_cells(const Regions& regions, int classes);

}  // namespace thimble
