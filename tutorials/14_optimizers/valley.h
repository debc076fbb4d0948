// A valley that is ten times as steep across as along: L = (u^2 + 10 v^2) / 2, so dL/du = u and dL/dv = 10 v.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "core/functions.h"
#include "nn/optimizer.h"
#include "plot/canvas.h"

struct Valley {
  thimble::Parameter w{"w", thimble::Tensor({2}, {10, 1}), thimble::Tensor({2})};
  std::vector<thimble::Parameter*> all{&w};

  thimble::Point place() const { return {double(w.value(0)), double(w.value(1))}; }
  double loss() const { return (place().x * place().x + 10 * place().y * place().y) / 2; }
  thimble::Point step(thimble::Optimizer& optimizer, float rate) {
    w.grad(0) = w.value(0);
    w.grad(1) = 10 * w.value(1);
    optimizer.step(all, rate);
    return place();
  }
};

// The valley from above with the ways of several optimizers, one below the other.
struct Way {
  std::string name;
  std::vector<thimble::Point> points;
};

inline std::string valley_drawing(const std::vector<Way>& ways) {
  using namespace thimble;
  constexpr double kHigh = 104, kScale = 29;
  Canvas canvas(640, 20 + kHigh * double(ways.size()), "Ways down the valley");
  for (size_t i = 0; i < ways.size(); ++i) {
    const Point bottom{330, 62 + kHigh * double(i)};
    const auto at = [&](Point w) { return Point{bottom.x + kScale * w.x, bottom.y - 24 * w.y}; };
    for (const double level : {1.0, 5.0, 18.0}) {
      std::vector<Point> ring;
      for (int k = 0; k <= 60; ++k) {
        const double angle = k * 3.14159265358979 / 30, r = std::sqrt(2 * level);
        const Point w{r * cos_exact(angle), r * sin_exact(angle) / std::sqrt(10.0)};
        ring.push_back(at(w));
      }
      canvas.polyline(ring, {.stroke = Ink::grid, .width = 1});
    }
    canvas.polyline(
        [&] {
          std::vector<Point> line;
          for (const Point& w : ways[i].points) line.push_back(at(w));
          return line;
        }(),
        {.stroke = series_ink(int(i)), .width = 2});
    for (const Point& w : ways[i].points) canvas.circle(at(w), 2.5, {.fill = series_ink(int(i))});
    canvas.marker(Marker::diamond, bottom, 5, {.fill = Ink::text});
    canvas.text({16, bottom.y - 34}, ways[i].name, {.size = 14, .bold = true});
  }
  return canvas.svg();
}
