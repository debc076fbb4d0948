// The files of the checkout: which ones there are, and their lines.
#pragma once

#include <string>
#include <vector>

namespace weave {

using Lines = std::vector<std::string>;

// Paths below `root`, sorted, of files whose names end in one of `endings`. Leaves out what git ignores (build/, out/,
// data/) and every folder whose name starts with a dot.
std::vector<std::string> files_below(const std::string& root, const std::vector<std::string>& endings);

bool exists(const std::string& path);
std::string read(const std::string& path);  // std::runtime_error with the path when it cannot
void write(const std::string& path, const std::string& text);

Lines split(const std::string& text);
std::string join(const Lines& lines);  // every line ends in a newline
std::string trim(const std::string& s);

}  // namespace weave
