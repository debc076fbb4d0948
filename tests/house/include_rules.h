// Who may include whom, and what no file may use.
#pragma once

#include <string>
#include <vector>

#include "weave/tree.h"

namespace house {

// What is wrong with the lines of `file`, a path below the root: "nn/dense.cpp includes data/idx.h: nn may include
// core, kernels, learn".
std::vector<std::string> include_faults(const std::string& file, const weave::Lines& lines);
std::vector<std::string> banned_faults(const std::string& file, const weave::Lines& lines);

}  // namespace house
