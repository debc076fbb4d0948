#include "native/columns.h"

#include <algorithm>

namespace thimble {

namespace {

std::string blanks(const std::string& words, size_t width) {
  return std::string(width - std::min(width, words.size()), ' ');
}

}  // namespace

std::string left(const std::string& words, size_t width) { return words + blanks(words, width); }
std::string right(const std::string& words, size_t width) { return blanks(words, width) + words; }

}  // namespace thimble
