// Points of several classes in a plane, over the regions that a classifier gives to each.
#pragma once

#include <string>
#include <vector>

#include "plot/canvas.h"
#include "plot/regions.h"

namespace thimble {

struct ClassPoint {
  double x, y;
  int label;  // which name is its
};

struct ScatterOptions {
  std::string title = {}, x_label = {}, y_label = {};
  double width = 480, height = 520;
  double x_low = 0, x_high = 1, y_low = 0, y_high = 1;  // what is shown; points outside are left out
};

// The middle of a region's cell: where the classifier is to be asked.
Point cell_middle(const ScatterOptions& options, int columns, int rows, int column, int row);

// Classes are told apart by colour and marker, regions by their borders and the names written into them. usage error for
// a label without a name.
std::string scatter(const std::vector<ClassPoint>& points, const std::vector<std::string>& names,
                    const Regions& regions, const ScatterOptions& options);

}  // namespace thimble
