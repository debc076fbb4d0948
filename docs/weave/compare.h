// When two outputs count as the same: words exactly, numbers within a relative 1e-3, any amount of white space.
#pragma once

#include <string>

namespace weave {

// "" if they are the same, else `line 3: expected "loss 0.25", found "loss 0.31"`. Numbers may also differ by
// `slack`: 0.15 for figures, whose coordinates have one decimal, 0 for text.
std::string difference(const std::string& expected, const std::string& found, double slack = 0);

}  // namespace weave
