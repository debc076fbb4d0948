// Kohonen's self-organising map: units on a grid, where the winner pulls its neighbours along. So units that are
// neighbours on the grid come to stand for samples that are alike, and the grid is a map of the data.
//   j = argmin_i |x - w_i|                                    the winner, ties to the smaller i
//   w_i += eps(t) h(i, j, t) (x - w_i)   for every unit i     tutorial 09 (9.10)
//   h(i, j, t) = exp(-|r_i - r_j|^2 / (2 sigma(t)^2))         tutorial 09 (9.11)
//   r_i = (row, column) of unit i = row columns + column
// For the t-th of all T = passes N samples, with s = t / T
//   eps(t) = eps_0 (eps_1 / eps_0)^s        sigma(t) = sigma_0 (sigma_1 / sigma_0)^s     tutorial 09 (9.12)
//
// Source: Kohonen, "The self-organizing map", Proceedings of the IEEE 78 (1990), section II.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "classic/clusterer.h"
#include "classic/passes.h"

namespace thimble {

struct KohonenOptions {
  int rows = 8, columns = 8;
  uint64_t seed = 0;
  double rate = 0.1, last_rate = 0.01;   // eps_0, eps_1
  double radius = 0, last_radius = 0.5;  // sigma_0, sigma_1; 0: half of the longer side, at least sigma_1
  int passes = 2;
  int batch = 256;       // samples of a step(), one after the other: no result depends on it
  bool shuffled = true;  // false: the samples as they lie
};

class Kohonen : public Clusterer {
 public:
  explicit Kohonen(KohonenOptions options = {});
  std::string name() const override { return "som"; }
  void start(const Samples& x) override;  // from as many samples, drawn at random
  void start_from(const Samples& x, const Tensor& units);
  bool step() override;
  void save(Record& record) const override;
  static Kohonen load(const Record& record);

  int rows() const { return options_.rows; }
  int columns() const { return options_.columns; }
  double rate() const;    // eps(t) of the next sample
  double radius() const;  // sigma(t)

  // The share of samples whose two nearest units are not neighbours on the grid, side by side or diagonally: how badly
  // the map is folded. 0 for a map of one unit.
  double topographic_error(const Samples& x) const;

 private:
  void begin(const Samples& x);
  void learn(int row);
  double progress() const {
    return static_cast<double>(t_) / static_cast<double>(std::max<int64_t>(passes_.total(), 1));
  }

  KohonenOptions options_;
  const Samples* x_ = nullptr;
  Passes passes_;
  Tensor sample_;
  std::vector<double> along_rows_, along_columns_;  // the two factors of h
  int64_t t_ = 0;
};

// The grid of `units` units that is nearest to a square: 10 -> 2 x 5, 36 -> 6 x 6, 7 -> 1 x 7.
struct Grid {
  int rows, columns;
};
Grid grid_of(int units);

}  // namespace thimble
