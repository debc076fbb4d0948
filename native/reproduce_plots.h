// The drawings of a reproduction's page.
#pragma once

#include <string>

#include "data/source.h"
#include "native/reproduce.h"

namespace thimble {

// One row of the table: the expected range as a band, best to worst as a thin line, mean +- s.d. as a thick one, the mean as
// a dot, the reported figure as a diamond; on a scale of its own.
std::string whisker_svg(const Reproduced& system);

// Loss and accuracy of the run that is shown beside the report's own; over the rate where the rate is what is varied.
std::string curves_html(const Reproduced& system);

std::string class_balance_svg(const TrainTest& source);

}  // namespace thimble
