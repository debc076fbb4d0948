#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "plot/chart.h"
#include "plot/frame.h"

namespace thimble {

std::string bar_chart(const std::vector<std::string>& names, const std::vector<Series>& series,
                      const ChartOptions& options) {
  double low = 0, high = 0;
  for (const Series& s : series) {
    check(s.points.size() == names.size(), "bar_chart: series ", s.name, ": expected ", names.size(), " values, got ",
          s.points.size());
    for (const Point& p : s.points) {
      if (!std::isfinite(p.y)) continue;
      low = std::min(low, p.y);
      high = std::max(high, p.y);
    }
  }
  const bool fixed = options.y_low < options.y_high;
  const Ticks y = fixed ? linear_ticks(options.y_low, options.y_high, 5, Ends::exact)
                        : linear_ticks(low, high == low ? low + 1 : high);
  Ticks x;
  x.low = 0;
  x.high = std::max<double>(1, static_cast<double>(names.size()));
  std::vector<std::string> legend;
  for (const Series& s : series) legend.push_back(s.name);
  if (legend.size() == 1 && legend[0].empty()) legend.clear();

  ChartOptions flat = options;
  flat.log_x = false;
  const Frame frame(flat, legend, x, y);
  Canvas canvas(options.width, options.height, options.title);
  frame.draw(canvas, Legend::boxes);
  const double place = frame.x(1) - frame.x(0), gap = std::min(0.3 * place, 24.0);
  const double width = (place - gap) / std::max<double>(1, static_cast<double>(series.size()));
  const double zero = frame.y(std::clamp(0.0, y.low, y.high));
  std::string spoken;
  for (size_t i = 0; i < names.size(); ++i) {
    const double centre = frame.x(static_cast<double>(i) + 0.5);
    canvas.text({centre, frame.bottom() + 19}, names[i],
                {.size = std::clamp(place / std::max(1.0, text_width(names[i], 1)), 8.0, 12.0),
                 .anchor = Anchor::middle,
                 .ink = Ink::soft});
    for (size_t k = 0; k < series.size(); ++k) {
      const double value = series[k].points[i].y;
      if (!std::isfinite(value)) continue;
      const double end = frame.y(std::clamp(value, y.low, y.high));
      const double left = centre - (place - gap) / 2 + static_cast<double>(k) * width;
      const std::string what = names[i] + (series[k].name.empty() ? "" : ", " + series[k].name) + ": " + text(value);
      canvas.rect({left + 0.5, std::min(zero, end)}, std::max(0.5, width - 1), std::fabs(zero - end),
                  {.fill = series_ink(static_cast<int>(k)), .round = 1.5, .tip = what});
      spoken += what + ". ";
    }
  }
  if (low < 0) canvas.line({frame.left(), zero}, {frame.right(), zero}, {.stroke = Ink::axis, .width = 1});
  canvas.describe(spoken.empty() ? "No data" : spoken);
  return canvas.svg();
}

}  // namespace thimble
