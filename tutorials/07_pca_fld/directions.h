// A figure: what principal components and Fisher's discriminant make of the same points.
#pragma once

#include <cmath>
#include <string>

#include "06_mpp/gaussians.h"
#include "plot/canvas.h"

// The eight points of chapter 06 with the direction of greatest variance and Fisher's.
inline std::string directions(const thimble::MatrixD& pca, const thimble::MatrixD& fld) {
  using namespace thimble;
  Canvas canvas(320, 320, "Eight points and two directions");
  const auto place = [](double x, double y) { return Point{140 + 17 * x, 150 - 17 * y}; };
  const auto draw = [&](const MatrixD& w, Ink ink, const char* dash, const char* name, double at) {
    const double length = std::sqrt(w(0, 0) * w(0, 0) + w(1, 0) * w(1, 0));
    const double x = 7.5 * w(0, 0) / length, y = 7.5 * w(1, 0) / length;
    canvas.line(place(1 - x, -0.5 - y), place(1 + x, -0.5 + y), {.stroke = ink, .width = 2, .dash = dash});
    canvas.text({170, at}, name, {.ink = ink, .bold = true});
  };
  draw(pca, Ink::series2, "", "principal component", 25);
  draw(fld, Ink::series3, "6 3", "Fisher's direction", 262);
  const Dataset points = eight_points();
  for (int n = 0; n < 8; ++n)
    canvas.marker(n < 4 ? Marker::circle : Marker::square,
                  place(double(points.x.features()(n, 0)), double(points.x.features()(n, 1))), 5,
                  {.fill = n < 4 ? Ink::series0 : Ink::series1});
  return canvas.svg();
}
