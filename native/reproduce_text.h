// What a reproduction came to, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "native/json_output.h"
#include "native/reproduce.h"

namespace thimble {

Json to_json(const Reproduced& system);  // {"id", "reported", "mean", "sd", "seeds", "seconds", "verdict", ...}
std::string table_text(const std::vector<Reproduced>& systems);
double all_seconds(const Reproduced& system);     // of all its runs
std::string grid_text(const Reproduced& system);  // the rows of a grid beside the report's; empty for all others

}  // namespace thimble
