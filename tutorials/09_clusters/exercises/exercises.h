// Three exercises: modify, complete, make.
#pragma once

#include <span>
#include <vector>

#include "core/tensor.h"

namespace thimble {

// Modify. It works: the unit that is nearest to x (ties to the smaller) moves a tenth of the way to it, and wins[j]
// counts how often unit j has won. Let the rate be one over that count, this win included: tutorial 09 (9.9). Then each
// unit is the mean of all that it has won, and where it started is forgotten.
void move_winner(Tensor& units, std::vector<int>& wins, std::span<const float> x);

// Complete. The update of k-means, tutorial 09 (9.3): centre j becomes the mean of the samples n with labels[n] = j. The
// samples are added up; something is missing. The centre of an empty cluster stays where it is.
// x (N, width)   centres (k, width)
void update_centres(const Tensor& x, const std::vector<int>& labels, Tensor& centres);

// Make. One sample for a map of Kohonen's, tutorial 09 (9.10) and (9.11). Unit i of the grid lies in row i / columns and
// column i % columns.
void move_map(Tensor& units, int columns, std::span<const float> x, double eps, double sigma);

}  // namespace thimble
