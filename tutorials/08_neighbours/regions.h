// The plane around two half moons, shaded where k nearest neighbours say "upper".
#pragma once

#include <string>

#include "classic/knn.h"
#include "plot/canvas.h"

// The square [-1.6, 2.6] x [-1.6, 1.8], shaded where the answer is class 0, and the training samples.
inline void draw_regions(thimble::Canvas& canvas, double left, const thimble::Dataset& train, int k) {
  using namespace thimble;
  constexpr int kWide = 63, kHigh = 51;
  constexpr double kCell = 4.75, kTop = 36;
  Tensor grid({kWide * kHigh, 2});
  for (int i = 0; i < kWide * kHigh; ++i) {
    grid(i, 0) = -1.6f + static_cast<float>(i % kWide) / 15;
    grid(i, 1) = 1.8f - static_cast<float>(i / kWide) / 15;
  }
  Knn knn(k);
  knn.fit(train);
  const std::vector<int> called = knn.predict(Samples(grid));
  for (int i = 0; i < kWide * kHigh; ++i)
    if (called[size_t(i)] == 0)
      canvas.rect({left + kCell * (i % kWide), kTop + kCell * (i / kWide)}, kCell, kCell,
                  {.fill = Ink::series0, .opacity = 0.3});
  canvas.rect({left, kTop}, kWide * kCell, kHigh * kCell, {.stroke = Ink::axis, .width = 1});
  for (int n = 0; n < train.size(); ++n) {
    const double x = double(train.x.features()(n, 0)), y = double(train.x.features()(n, 1));
    canvas.marker(train.labels[size_t(n)] == 0 ? Marker::circle : Marker::square,
                  {left + (x + 1.6) * 15 * kCell, kTop + (1.8 - y) * 15 * kCell}, 3,
                  {.fill = train.labels[size_t(n)] == 0 ? Ink::series0 : Ink::series1});
  }
  canvas.text({left + kWide * kCell / 2, 26}, "k = " + std::to_string(k),
              {.size = 14, .anchor = Anchor::middle, .bold = true});
}
