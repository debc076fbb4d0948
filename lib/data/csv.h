// The Kaggle layout: a header "label,pixel1,...,pixelP", then one row a picture, P a square number.
#pragma once

#include <string>
#include <string_view>

#include "learn/dataset.h"

namespace thimble {

// data error naming the line and the column, what was expected and what was found. A byte-order mark, CRLF and a
// missing last newline are accepted; anything else that is not a number from 0 to 255 is not.
Dataset parse_csv(std::string_view text, const std::string& name, std::vector<std::string> class_names = {});
std::string to_csv(const Dataset& data);  // usage error for pictures that are not square and grey

}  // namespace thimble
