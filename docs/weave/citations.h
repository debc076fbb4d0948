// Equations: numbered by \tag{7.3} in the README of chapter 07, cited in comments as `tutorial 07` and `(7.3)`.
#pragma once

#include <string>
#include <vector>

#include "weave/page.h"

namespace weave {

// One problem for every citation, in `files` below `root`, of an equation that its chapter does not have, and for
// every number that a chapter gives twice.
std::vector<Problem> check_citations(const std::string& root, const std::vector<std::string>& files);

}  // namespace weave
