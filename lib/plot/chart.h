// Curves and bars over axes with round ticks.
#pragma once

#include <string>
#include <vector>

#include "plot/canvas.h"

namespace thimble {

struct Series {
  std::string name;
  std::vector<Point> points;
};

// A value to compare with, drawn as a thin line across the chart: a published accuracy, chance level.
struct Level {
  double y;
  std::string name;
};

// A point that deserves words: a marker with thin lines down to the axis, the words below it to the right.
struct Note {
  Point at;
  std::string words;
};

struct ChartOptions {
  std::string title = {}, x_label = {}, y_label = {};
  double width = 640, height = 400;
  bool log_x = false;            // points with x <= 0 are left out
  double y_low = 0, y_high = 0;  // equal: from the data; curves are cut off there
  std::vector<Level> levels = {};
  std::vector<Note> notes = {};  // of line_chart()
};

// One curve a series, told apart by colour, dashes and markers; the legend is left out for a single unnamed series. A
// point that is not finite interrupts its curve. Each marker shows its numbers when the pointer rests on it.
std::string line_chart(const std::vector<Series>& series, const ChartOptions& options);

// A group of bars for each name: series[k].points[i].y belongs to names[i]; what is not finite has no bar. The axis
// holds 0.
std::string bar_chart(const std::vector<std::string>& names, const std::vector<Series>& series,
                      const ChartOptions& options);

}  // namespace thimble
