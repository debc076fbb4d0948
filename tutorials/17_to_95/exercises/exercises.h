// The exercises of chapter 17: targets that leave room for doubt, a matrix made orthogonal, mirrors that take turns.
#pragma once

#include <cstdint>
#include <vector>

#include "core/linalg.h"

// 1, modify. The cross-entropy of one picture whose scores are z, and its gradient dz: (3.2) and (3.3). It is certain of
// the label. Let it take the smoothed target, tutorial 17 (17.6), with s from 0 to 1.
double smoothed_cross_entropy(const std::vector<double>& z, int label, double s, std::vector<double>& dz);

// 2, complete. Newton and Schulz's five steps, tutorial 17 (17.11), on a matrix with no more rows than columns. Only the
// division by |g| is there. A matrix of zeros stays one.
thimble::MatrixD orthogonal(const thimble::MatrixD& g);

// 3, make. Whether the picture `sample` is mirrored in `epoch`: in any two epochs that follow one another every picture is
// shown both ways, in each epoch about half of them are mirrored, which half depends on the seed, and the answer does not
// depend on what was asked before.
bool mirrored(uint64_t seed, uint32_t sample, int epoch);
