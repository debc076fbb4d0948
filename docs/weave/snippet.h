// Pieces of a file, found by name.
#pragma once

#include <optional>
#include <string>

#include "weave/tree.h"

namespace weave {

// The definition of `symbol` ("Dense::backward", "Layer", "TEST(Dense, KeepsShape)"): from its first line, with the
// comment and the `template` line directly above, to the first line that is exactly `}` or `};`. clang-format keeps
// what is outside functions and classes in column 0, so that no C++ needs to be parsed. A declaration is taken only
// where there is no definition.
std::optional<Lines> cut_symbol(const Lines& source, const std::string& symbol);

// The lines between `// [name]` and `// [end]`, shifted left together.
std::optional<Lines> cut_part(const Lines& source, const std::string& name);

// The block of lines, up to the next blank one, whose first line starts with `start`.
std::optional<Lines> cut_block(const Lines& source, const std::string& start);

}  // namespace weave
