// Data that ships as code: small, seeded, the same bits everywhere.
#pragma once

#include <cstdint>

#include "learn/dataset.h"

namespace thimble {

Dataset blobs(int n, int classes, int dimensions, float spread,
              uint64_t seed);                                  // Gaussian clouds around random centres in [-1, 1]^d
Dataset moons(int n, float noise, uint64_t seed);              // two interleaved half circles
Dataset spirals(int n, int arms, float noise, uint64_t seed);  // `arms` spiral arms in the plane
Dataset bars(int n, int side, float noise,
             uint64_t seed);  // 8-bit pictures: class 0 a horizontal, class 1 a vertical bar

}  // namespace thimble
