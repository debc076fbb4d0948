// The table for the machine that it runs on.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "ladder/ladder.h"
#include "ladder/tile.h"

namespace thimble::ladder {

struct Layer {
  int rows, depth, columns;  // X (rows, depth)   W (depth, columns)
  std::string text() const;  // "512 x 784 x 256"
  double multiply_adds() const { return double(rows) * depth * columns; }
  double bytes() const;                                                   // of X, W, b and Y, each once
  double flop_per_byte() const { return 2 * multiply_adds() / bytes(); }  // tutorial 05 (5.2)
};

struct Measured {
  std::string isa;
  int threads;
  std::array<double, 5> chains;  // GFLOP/s on one core, for each of kChains
  double tile;                   // GFLOP/s of the tile alone, on one core, its operands in the first-level cache
  double peak;                   // GFLOP/s on all cores
  double memory;                 // GB/s that all cores read from memory
  std::vector<Layer> layers;
  // GB/s that all cores read of as many bytes as the layer has, over and over: from a cache, if they fit
  std::vector<double> read;
  std::vector<std::vector<double>> gflops;  // [layer][rung]

  double roof(size_t layer) const;  // what the machine allows, tutorial 05 (5.3)
};

// Each figure is the best of several rounds over all of them, so that whoever else uses the machine disturbs all alike.
Measured measure(std::span<const Layer> layers);

std::string table(const Measured& m);
std::string json(const Measured& m);

}  // namespace thimble::ladder
