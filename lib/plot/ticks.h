// Where an axis has its marks, and what they say.
#pragma once

#include <string>
#include <vector>

namespace thimble {

struct Ticks {
  std::vector<double> at;
  std::vector<std::string> labels;  // "" for a mark without words
  double low = 0, high = 1;         // the ends of the axis
};

enum class Ends { exact, rounded };  // the axis ends at low and high, or at the next marks outside them

// Multiples of 1, 2 or 5 times a power of ten, at most `most` steps: [0.13, 0.47], 5 -> 0.1 0.2 0.3 0.4 0.5 (rounded).
// `whole`: steps of at least 1. Equal ends are moved apart, ends that are not finite become 0 and 1.
Ticks linear_ticks(double low, double high, int most = 5, Ends ends = Ends::rounded, bool whole = false);

// Powers of ten between 0 < low < high; with 2 and 5 times them where there are fewer than two.
Ticks log_ticks(double low, double high);

}  // namespace thimble
