// Words in columns of text.
#pragma once

#include <string>

namespace thimble {

std::string left(const std::string& words, size_t width);   // "12  "; longer words stay as they are
std::string right(const std::string& words, size_t width);  // "  12"

}  // namespace thimble
