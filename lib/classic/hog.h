// Histograms of oriented gradients: what a picture looks like by the directions of its edges, not by its grey levels.
//   X (N, H, W)  ->  Y (N, blocks * block^2 * bins [+ H/2 * W/2])
// For each picture, with x(u, v) the pixel of row u and column v, edges repeated outwards:
//   g_v = x(u, v+1) - x(u, v-1),   g_u = x(u+1, v) - x(u-1, v)           gradient
//   m = sqrt(g_u^2 + g_v^2),   theta = angle of (g_v, g_u) modulo pi       its size; its direction, sign ignored
//   each pixel votes m, shared linearly between the two nearest of `bins` directions (i + 1/2) pi / bins and the (up to)
//   four nearest cells of cell x cell pixels by the distances from their middles
//   block: the histograms of block x block neighbouring cells, one after the other, as a vector h:
//   h <- h / sqrt(|h|^2 + epsilon^2),   h <- min(h, clip),   h <- h / sqrt(|h|^2 + epsilon^2)              (L2-Hys)
// Blocks overlap: one begins at every cell. Pixels that fill no whole cell are divided between the two edges.
//
// Edges alone do not tell a dark coat from a light one. With grey > 0 the picture at half its size stands behind the
// histograms: grey times the mean of each 2 x 2 pixels (an odd last row or column is left out).
//
// Source: Dalal and Triggs, "Histograms of oriented gradients for human detection", CVPR 2005: no smoothing and the mask
// [-1 0 1] (6.2), 9 unsigned directions with linear interpolation (6.3), cells in overlapping blocks (6.4, without its
// Gaussian window), L2-Hys with clip 0.2 (6.4).
#pragma once

#include <string>

#include "learn/input.h"
#include "learn/transform.h"

namespace thimble {

struct HogOptions {
  int cell = 4, bins = 9, block = 2;
  double clip = 0.2, epsilon = 0.5;  // epsilon in the units of x
  double grey = 0;
};

// For pictures of 28 x 28 pixels, chosen with nearest neighbours on 10,000 validation pictures of Fashion-MNIST.
inline constexpr HogOptions kGarmentHog = {.cell = 3, .bins = 12, .block = 1, .clip = 0.2, .epsilon = 0.5, .grey = 0.3};

class Hog : public Transform {
 public:
  explicit Hog(HogOptions options = {});
  std::string name() const override { return "hog"; }
  // Learns the pictures' size and nothing else. data error where there are none or a value is not finite; usage error for samples that are no pictures of one channel, or too small
  // for one block.
  void fit(const Dataset& train) override;
  int outputs() const override;
  void apply(const Samples& x, Tensor& y) const override;
  void save(Record& record) const override;
  static Hog load(const Record& record);

  Input input() const override { return input_; }
  const HogOptions& options() const { return options_; }

 private:
  int extent(int axis) const;  // 0: height, 1: width
  int cells(int axis) const { return extent(axis) / options_.cell; }
  int blocks(int axis) const { return cells(axis) - options_.block + 1; }
  int histogram_values() const { return blocks(0) * blocks(1) * options_.block * options_.block * options_.bins; }
  void expect_pictures() const;

  HogOptions options_;
  Input input_;
};

}  // namespace thimble
