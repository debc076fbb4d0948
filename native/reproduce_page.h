// A whole reproduction as one self-contained page: a table of all systems, then a chapter a report.
#pragma once

#include <string>
#include <vector>

#include "data/source.h"
#include "native/reproduce.h"

namespace thimble {

// `source` may be empty where nothing was computed.
std::string reproduce_html(const std::vector<Reproduced>& systems, const TrainTest& source, const std::string& command);

}  // namespace thimble
