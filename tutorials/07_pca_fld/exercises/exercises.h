// The exercises of chapter 07: how many components, the first of them, and a direction that parts two classes.
#pragma once

#include <vector>

#include "core/linalg.h"
#include "learn/dataset.h"

// 1, modify. How many components to keep. Now: those with more than an equal share of the variance. Let it be the fewest
// that together hold at least `share` of it, tutorial 07 (7.7). `variances` are sorted, largest first.
int components_for(const std::vector<double>& variances, double share);

// 2, complete. The first principal component by power iteration: a vector that is multiplied by C again and again turns
// into the direction of greatest variance. Two lines of the loop are missing. Length 1, its largest entry positive.
std::vector<double> first_component(const thimble::MatrixD& covariance);

// 3, make. Fisher's direction for two classes of features, tutorial 07 (7.13): S_W^-1 (m_1 - m_0), of any length.
std::vector<double> fisher_direction(const thimble::Dataset& data);
