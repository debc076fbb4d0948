// Three exercises: modify, complete, make.
#pragma once

#include <cstdint>
#include <vector>

namespace thimble {

// Modify. It works: how much of a pixel the pen covers, 0 or 1, for a pixel whose middle is `distance` away from a line
// `width` wide. Make the edge smooth: tutorial 11 (11.2).
float cover(float distance, float width);

// Complete. A row of pixels made shorter, tutorial 11 (11.6) in one dimension: out[j] is the mean over the piece from
// j w / n to (j + 1) w / n of the row. Whole pixels are added up; something is missing. 1 <= n <= w.
std::vector<float> area_mean(const std::vector<float>& row, int n);

// Make. mask[y * width + x] is not 0 where there is garment. Keep the largest piece, of pixels that touch with a side, and
// make the rest 0: then a label or a shadow beside the garment no longer moves the frame. Of equals, the piece whose first
// pixel comes first. What is kept keeps its value.
void keep_largest(std::vector<uint8_t>& mask, int width, int height);

}  // namespace thimble
