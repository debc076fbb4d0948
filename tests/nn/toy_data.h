// Small sets that a network learns in a moment, made from Purpose::test.
#pragma once

#include "learn/dataset.h"

namespace thimble {

Dataset toy_clouds(int n, int classes, uint64_t seed);  // Gaussian clouds on a circle in the plane
Dataset toy_spirals(int n, uint64_t seed);              // two arms, each one turn
Dataset toy_bars(int n, uint64_t seed);                 // 8 x 8 pictures: a horizontal or a vertical bar, and noise

}  // namespace thimble
