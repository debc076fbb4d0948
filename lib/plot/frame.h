// What charts share: title, legend, axes with their grid, and the way from values to places on the page.
#pragma once

#include <string>
#include <vector>

#include "plot/canvas.h"
#include "plot/chart.h"
#include "plot/ticks.h"

namespace thimble {

// What stands beside a name: a dashed line with a marker, a box, or the marker of a class.
enum class Legend { lines, boxes, markers };

class Frame {
 public:
  // Room for the words around the drawing; `x` may have no marks (bars name their places themselves).
  Frame(const ChartOptions& options, const std::vector<std::string>& legend, Ticks x, Ticks y);

  double x(double value) const;  // on the page
  double y(double value) const;
  double left() const { return left_; }
  double right() const { return right_; }
  double bottom() const { return bottom_; }
  double top() const { return top_; }

  void draw(Canvas& canvas, Legend legend) const;

 private:
  void draw_legend(Canvas& canvas, Legend legend) const;

  ChartOptions options_;
  std::vector<std::string> legend_;
  Ticks x_, y_;
  double left_, right_, top_, bottom_;
};

}  // namespace thimble
