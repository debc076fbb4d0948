// Data that ships as code: small, seeded, the same bits everywhere.
#pragma once

#include <cstdint>

#include "learn/dataset.h"

namespace thimble {

// Gaussian clouds around random centres in [-1, 1]^dimensions.
Dataset blobs(int n, int classes, int dimensions, float spread, uint64_t seed);

// Two interleaved half circles.
Dataset moons(int n, float noise, uint64_t seed);

// `arms` spiral arms in the plane, one a class.
Dataset spirals(int n, int arms, float noise, uint64_t seed);

// 8-bit pictures of side x side pixels: class 0 a horizontal, class 1 a vertical bar.
Dataset bars(int n, int side, float noise, uint64_t seed);

}  // namespace thimble
