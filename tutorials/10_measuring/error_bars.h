// The drawing of chapter 10: repeated tests with their error bars, and the truth as a line across.
#pragma once

#include <string>
#include <vector>

#include "plot/canvas.h"
#include "plot/markup.h"

struct Bar {
  double middle, half;
  bool holds(double truth) const { return middle - half <= truth && truth <= middle + half; }
};

inline std::string draw_bars(const std::vector<Bar>& bars, double truth, const std::string& title) {
  using namespace thimble;
  Canvas canvas(640, 300, title);
  const auto y = [](double q) { return 270 - 500 * (q - 0.55); };  // 0.55 to 1
  canvas.text({16, 22}, title, {.size = 15, .bold = true});
  for (const double q : {0.6, 0.7, 0.8, 0.9, 1.0}) {
    canvas.line({50, y(q)}, {624, y(q)}, {.stroke = Ink::grid, .width = 1});
    canvas.text({42, y(q) + 4}, decimal(q, 1), {.anchor = Anchor::end, .ink = Ink::soft});
  }
  canvas.line({50, y(truth)}, {624, y(truth)}, {.stroke = Ink::text, .dash = "2 4"});
  for (size_t i = 0; i < bars.size(); ++i) {
    const double x = 75 + 27.5 * static_cast<double>(i), low = bars[i].middle - bars[i].half,
                 high = bars[i].middle + bars[i].half;
    const bool holds = bars[i].holds(truth);
    const Ink ink = holds ? Ink::series0 : Ink::bad;
    canvas.line({x, y(low)}, {x, y(high)}, {.stroke = ink, .width = holds ? 2.0 : 3.0, .dash = holds ? "" : "4 2"});
    for (const double end : {low, high}) canvas.line({x - 5, y(end)}, {x + 5, y(end)}, {.stroke = ink, .width = 2});
    canvas.marker(holds ? Marker::circle : Marker::diamond, {x, y(bars[i].middle)}, holds ? 4 : 6, {.fill = ink});
  }
  return canvas.svg();
}
