// Ground seen through a garment, or a garment that happens to have the ground's colour?
#pragma once

#include <vector>

namespace thimble {

// far[y * width + x] is how far a pixel's colour lies from the ground's there; below `threshold` it looks like ground. Looks
// like ground, but is garment: an area that no such pixels join to the picture's border, unless its mean distance is
// below `exact`, as that of a hole is (a bag's handle). Garment so found gets the distance `threshold`.
void mark_enclosed(int width, int height, float threshold, float exact, std::vector<float>& far);

}  // namespace thimble
