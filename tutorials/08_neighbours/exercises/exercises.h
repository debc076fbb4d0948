// The exercises of chapter 08: a metric, a table of distances, and a smaller training set.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/dataset.h"

// 1, modify. The distance of two samples: now L2, for every p. Let it be Minkowski's of order p, tutorial 08 (8.1), and for
// p = 0, which stands for infinity, tutorial 08 (8.2).
double distance(const std::vector<double>& a, const std::vector<double>& b, int p);

// 2, complete. All squared distances of pictures, tutorial 08 (8.6): entry q * samples.size() + i belongs to query q and
// sample i. The norms are there, the products are missing.
std::vector<int64_t> squared_distances(const thimble::Samples& queries, const thimble::Samples& samples);

// 3, make. Hart's condensed training set (1968): begin with sample 0; go through the samples in order, and take in each one
// that the nearest of those taken so far calls wrongly; go on until a whole round takes in none. The result: the indices
// taken, in that order. data holds features; distances are L2.
std::vector<int> condensed(const thimble::Dataset& data);
