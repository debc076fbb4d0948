#include "weave/tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace weave {
namespace fs = std::filesystem;

std::vector<std::string> files_below(const std::string& root, const std::vector<std::string>& endings) {
  const std::vector<std::string> ignored = {"build", "out", "data"};
  std::vector<std::string> found;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    const bool top_level = it.depth() == 0;
    if (it->is_directory()) {
      if (name[0] == '.' || (top_level && std::count(ignored.begin(), ignored.end(), name)))
        it.disable_recursion_pending();
      continue;
    }
    if (std::any_of(endings.begin(), endings.end(), [&](const std::string& e) { return name.ends_with(e); }))
      found.push_back(fs::relative(it->path(), root).generic_string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool exists(const std::string& path) { return fs::exists(path); }

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) throw std::runtime_error(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write(const std::string& path, const std::string& text) {
  const std::string unfinished = path + ".tmp";
  std::ofstream out(unfinished, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(path + ": cannot be written");
  fs::rename(unfinished, path);
}

Lines split(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string join(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string trim(const std::string& s) {
  const size_t first = s.find_first_not_of(" \t\r");
  return first == std::string::npos ? "" : s.substr(first, s.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace weave
