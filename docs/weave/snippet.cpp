#include "weave/snippet.h"

#include <algorithm>
#include <cctype>

namespace weave {
namespace {

// Does this line, in column 0, introduce `symbol`? What follows a name that is defined is ( { : < = or `final`.
bool introduces(const std::string& line, const std::string& symbol) {
  if (line.empty() || line[0] == ' ' || line[0] == '#' || line[0] == '}' || line.starts_with("//")) return false;
  if (symbol.find('(') != std::string::npos) return line.find(symbol) != std::string::npos;
  for (size_t at = line.find(symbol); at != std::string::npos; at = line.find(symbol, at + 1)) {
    const char before = at == 0 ? ' ' : line[at - 1];
    const std::string after = trim(line.substr(at + symbol.size()));
    const char next = at + symbol.size() < line.size() ? line[at + symbol.size()] : ' ';
    const bool whole =
        (before == ' ' || before == '*' || before == '&') && !std::isalnum(static_cast<unsigned char>(next));
    if (whole && next != '_' && !after.starts_with("::") &&
        (after.empty() || std::string("({:<=[;").find(after[0]) != std::string::npos || after.starts_with("final")))
      return true;
  }
  return false;
}

bool is_close(const std::string& line) { return line == "}" || line == "};"; }

struct Extent {
  size_t last;
  bool definition;
};

std::optional<Extent> extent_from(const Lines& source, size_t first) {
  for (size_t j = first; j < source.size(); ++j) {
    const std::string& line = source[j];
    if (line.find('{') != std::string::npos) {
      const bool whole = std::count(line.begin(), line.end(), '{') == std::count(line.begin(), line.end(), '}');
      if (whole && (line.ends_with("}") || line.ends_with(";"))) return Extent{j, true};
      for (size_t k = j + 1; k < source.size(); ++k)
        if (is_close(source[k])) return Extent{k, true};
      return std::nullopt;
    }
    if (line.ends_with(";")) return Extent{j, false};
  }
  return std::nullopt;
}

Lines slice(const Lines& source, size_t first, size_t last) {
  return {source.begin() + static_cast<std::ptrdiff_t>(first), source.begin() + static_cast<std::ptrdiff_t>(last) + 1};
}

}  // namespace

std::optional<Lines> cut_symbol(const Lines& source, const std::string& symbol) {
  std::optional<Lines> declaration;
  for (size_t i = 0; i < source.size(); ++i) {
    if (!introduces(source[i], symbol)) continue;
    const std::optional<Extent> extent = extent_from(source, i);
    if (!extent) continue;
    size_t first = i;
    while (first > 0 && source[first - 1].starts_with("template")) --first;
    while (first > 0 && source[first - 1].starts_with("//")) --first;
    if (extent->definition) return slice(source, first, extent->last);
    if (!declaration) declaration = slice(source, first, extent->last);
  }
  return declaration;
}

std::optional<Lines> cut_part(const Lines& source, const std::string& name) {
  const auto is = [](const std::string& line, const std::string& mark) { return trim(line) == "// [" + mark + "]"; };
  for (size_t i = 0; i < source.size(); ++i) {
    if (!is(source[i], name)) continue;
    Lines part;
    size_t indent = std::string::npos;
    for (size_t k = i + 1; k < source.size(); ++k) {
      if (is(source[k], "end")) {
        for (std::string& line : part) line = line.substr(std::min(line.size(), indent));
        return part;
      }
      part.push_back(source[k]);
      indent = std::min(indent, source[k].find_first_not_of(' '));
    }
  }
  return std::nullopt;
}

std::optional<Lines> cut_block(const Lines& source, const std::string& start) {
  for (size_t i = 0; i < source.size(); ++i) {
    if (!trim(source[i]).starts_with(start) || (i > 0 && !trim(source[i - 1]).empty())) continue;
    size_t last = i;
    while (last + 1 < source.size() && !trim(source[last + 1]).empty()) ++last;
    return slice(source, i, last);
  }
  return std::nullopt;
}

}  // namespace weave
