// One system of a report on the page: what it is, what it came to, and everything there is to see of it.
#pragma once

#include <string>

#include "data/source.h"
#include "native/reproduce.h"

namespace thimble {

std::string badge_html(const Verdict& verdict);  // a sign and words: not by colour alone
std::string title_of(const Recipe& recipe);      // without the report's name in front of ": "
std::string system_section(const Reproduced& system, const TrainTest& source);

}  // namespace thimble
