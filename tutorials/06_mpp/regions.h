// The plane of the eight points, shaded where a classifier says A.
#pragma once

#include "classic/mpp.h"
#include "gaussians.h"
#include "plot/canvas.h"

inline const char* const kCases[] = {"case 1: round", "case 2: shared", "case 3: its own"};

// The factor of the covariance that a case gives class i.
inline thimble::MatrixD factor_of(int which, const std::vector<Gaussian>& k, size_t i) {
  thimble::MatrixD sigma = k[i].covariance;
  if (which < 3)
    for (size_t j = 0; j < 4; ++j) sigma.values[j] = (k[0].covariance.values[j] + k[1].covariance.values[j]) / 2;
  if (which == 1) sigma = thimble::MatrixD(2, 2), sigma(0, 0) = sigma(1, 1) = 7;
  return thimble::cholesky(sigma);
}

// The plane, shaded where the answer is A; the points of both classes; where the distance from each mean is 1; the query.
inline void draw_regions(thimble::Canvas& canvas, double left, int which, thimble::Mpp& mpp) {
  using namespace thimble;
  const std::vector<Gaussian> classes = fit_gaussians(eight_points());
  constexpr int kCells = 40;
  constexpr double kCell = 4.75, kTop = 36, kUnit = kCell * 2.5;  // a cell is 0.4 wide
  const auto place = [&](double x, double y) { return Point{left + (x + 7) * kUnit, kTop + (7.5 - y) * kUnit}; };
  Tensor grid({kCells * kCells, 2});
  for (int i = 0; i < kCells * kCells; ++i) {
    grid(i, 0) = -6.79f + 0.4f * static_cast<float>(i % kCells);
    grid(i, 1) = 7.29f - 0.4f * static_cast<float>(i / kCells);
  }
  const std::vector<int> called = mpp.predict(Samples(grid));
  for (int i = 0; i < kCells * kCells; ++i)
    if (called[size_t(i)] == 0)
      canvas.rect({left + kCell * (i % kCells), kTop + kCell * (i / kCells)}, kCell, kCell,
                  {.fill = Ink::series0, .opacity = 0.3});
  canvas.rect({left, kTop}, kCells * kCell, kCells * kCell, {.stroke = Ink::axis, .width = 1});
  for (size_t k = 0; k < 2; ++k) {
    const thimble::MatrixD l = factor_of(which, classes, k);
    std::vector<Point> ellipse;
    for (int i = 0; i <= 48; ++i) {  // x = mu + L z for |z| = 1
      const double c = cos_exact(i * 3.14159265358979 / 24), s = sin_exact(i * 3.14159265358979 / 24);
      ellipse.push_back(place(classes[k].mean[0] + l(0, 0) * c, classes[k].mean[1] + l(1, 0) * c + l(1, 1) * s));
    }
    canvas.polyline(ellipse, {.stroke = k == 0 ? Ink::series0 : Ink::series1, .width = 2, .dash = k == 0 ? "" : "6 3"});
  }
  const Dataset points = eight_points();
  for (int n = 0; n < 8; ++n)
    canvas.marker(n < 4 ? Marker::circle : Marker::square,
                  place(double(points.x.features()(n, 0)), double(points.x.features()(n, 1))), 4,
                  {.fill = n < 4 ? Ink::series0 : Ink::series1});
  canvas.circle(place(2, 2), 8, {.stroke = Ink::text, .width = 2});
  canvas.text({left + kCells * kCell / 2, 26}, kCases[which - 1], {.size = 14, .anchor = Anchor::middle, .bold = true});
}
