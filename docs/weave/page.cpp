#include "weave/page.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "weave/compare.h"
#include "weave/json_values.h"
#include "weave/snippet.h"
#include "weave/tree.h"

namespace weave {
namespace {

const std::string kResult = "<!-- result: ";

// What stands between "<!-- code: " and " -->", if `line` is such a comment and nothing else.
std::optional<std::string> directive(const std::string& line, const std::string& kind) {
  const std::string s = trim(line), open = "<!-- " + kind + ": ", close = " -->";
  if (!s.starts_with(open) || !s.ends_with(close)) return std::nullopt;
  return trim(s.substr(open.size(), s.size() - open.size() - close.size()));
}

bool is_fence(const std::string& line) { return trim(line).starts_with("```"); }

Lines found(const std::optional<Lines>& lines, const std::string& what) {
  if (!lines) throw std::runtime_error("there is no " + what);
  return *lines;
}

// `path symbol`, `path [part]` or `path`
Lines code(const std::string& root, const std::string& argument) {
  const size_t space = std::min(argument.find(' '), argument.size());
  const std::string path = argument.substr(0, space), what = trim(argument.substr(space));
  const Lines source = split(read(root + "/" + path));
  if (what.empty()) return source;
  if (what[0] != '[') return found(cut_symbol(source, what), what + " in " + path);
  if (!path.starts_with("tutorials/") && !path.starts_with("tests/"))
    throw std::runtime_error("marked parts are for tutorials and tests: " + path);
  return found(cut_part(source, what.substr(1, what.size() - 2)), "part " + what + " in " + path);
}

// `folder` (its output.txt) or `file`; then, if only a block of it is wanted, how the block starts
Lines output(const std::string& root, const std::string& argument) {
  const size_t space = std::min(argument.find(' '), argument.size());
  std::string path = argument.substr(0, space);
  if (std::filesystem::is_directory(root + "/" + path)) path += "/output.txt";
  const std::string start = trim(argument.substr(space));
  const Lines source = split(read(root + "/" + path));
  return start.empty() ? source : found(cut_block(source, start), "block starting \"" + start + "\" in " + path);
}

// `value` with as many decimals, commas and leading zeros as `printed` has: ("0.89613", ".896") gives ".896".
std::string in_the_style_of(double value, const std::string& printed) {
  const size_t point = printed.find('.');
  const int decimals = point == std::string::npos ? 0 : static_cast<int>(printed.size() - point - 1);
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.*f", decimals, value);
  std::string s = digits;
  if (printed.starts_with(".") && s.starts_with("0.")) s.erase(0, 1);
  if (printed.find(',') != std::string::npos)
    for (size_t i = std::min(s.find('.'), s.size()); i > 3; i -= 3) s.insert(i - 3, ",");
  return s;
}

class Page {
 public:
  Page(const std::string& root, const std::string& page)
      : root_(root), page_(page), lines_(split(read(root + "/" + page))) {}

  Woven weave() {
    bool in_fence = false;
    for (size_t i = 0; i < lines_.size(); ++i) {
      line_ = static_cast<int>(i) + 1;
      if (is_fence(lines_[i])) in_fence = !in_fence;
      out_.push_back(lines_[i]);
      if (in_fence) continue;
      for (const char* kind : {"code", "output"})
        if (const auto argument = directive(lines_[i], kind)) i = quote(kind, *argument, i);
      if (out_.back().find(kResult) != std::string::npos) out_.back() = results(out_.back());
      links(out_.back());
    }
    return {join(out_), problems_};
  }

 private:
  void complain(const std::string& what, bool written_away) { problems_.push_back({page_, line_, what, written_away}); }

  // Compares the block below line i with what it quotes, puts the fresh one out and returns the last line it has read.
  size_t quote(const std::string& kind, const std::string& argument, size_t i) {
    Lines fresh;
    try {
      fresh = kind == "code" ? code(root_, argument) : output(root_, argument);
    } catch (const std::exception& e) {
      complain(kind + ": " + e.what(), false);
      return i;
    }
    size_t open = i + 1, last = i;
    while (open < lines_.size() && trim(lines_[open]).empty()) ++open;
    Lines old;
    std::string fence = kind == "code" ? "```cpp" : "```text";
    if (open < lines_.size() && is_fence(lines_[open])) {
      fence = lines_[open];
      size_t close = open + 1;
      while (close < lines_.size() && !is_fence(lines_[close])) old.push_back(lines_[close++]);
      last = std::min(close, lines_.size() - 1);
    } else {
      complain(kind + " " + argument + ": no fenced block below", true);
    }
    const std::string drift = kind == "output" ? difference(join(fresh), join(old))
                              : fresh == old   ? ""
                                               : first_change(fresh, old);
    if (last > i && !drift.empty()) complain(kind + " " + argument + " differs from its source: " + drift, true);
    out_.push_back(fence);
    out_.insert(out_.end(), fresh.begin(), fresh.end());
    out_.push_back("```");
    return last;
  }

  static std::string first_change(const Lines& fresh, const Lines& old) {
    size_t k = 0;
    while (k < fresh.size() && k < old.size() && fresh[k] == old[k]) ++k;
    const auto at = [k](const Lines& lines) { return k < lines.size() ? "\"" + trim(lines[k]) + "\"" : "its end"; };
    return "line " + std::to_string(k + 1) + " is " + at(fresh) + ", the page has " + at(old);
  }

  // `.8961<!-- result: docs/results/s2-1.json test.accuracy -->`: the text directly before the comment is the value.
  std::string results(const std::string& line) {
    std::string fresh;
    size_t from = 0;
    for (size_t at = line.find(kResult); at != std::string::npos; at = line.find(kResult, from)) {
      const size_t end = line.find("-->", at);
      const std::string before = line.substr(from, at - from);
      const bool in_backticks = std::count(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(at), '`') % 2 != 0;
      if (end == std::string::npos || in_backticks) break;
      fresh +=
          result(before, line.substr(at + kResult.size(), end - at - kResult.size())) + line.substr(at, end + 3 - at);
      from = end + 3;
    }
    return fresh + line.substr(from);
  }

  // `before` with its last word replaced by the value of `argument`: FILE KEY [percent]
  std::string result(const std::string& before, const std::string& argument) {
    std::istringstream words(argument);
    std::string file, key, unit;
    words >> file >> key >> unit;
    try {
      const std::map<std::string, std::string> values = json_values(read(root_ + "/" + file));
      if (!values.contains(key)) throw std::runtime_error("no value " + key + " in " + file);
      const std::string& value = values.at(key);
      if (before.ends_with(value)) return before;
      char* end = nullptr;
      const double number = std::strtod(value.c_str(), &end) * (unit == "percent" ? 100 : 1);
      const size_t word_end = before.find_last_of("0123456789?") + 1;  // 0 if there is none
      const size_t word = before.find_last_not_of("+-.,0123456789?", word_end == 0 ? 0 : word_end - 1) + 1;
      const std::string printed = word_end == 0 ? "" : before.substr(word, word_end - word);
      if (*end != '\0' || value.empty() || printed.empty())
        throw std::runtime_error("the page should have \"" + value + "\" before the comment");
      const std::string fresh = printed == "?" ? value : in_the_style_of(number, printed);
      if (fresh != printed) complain("result " + file + " " + key + " is " + fresh + ", the page has " + printed, true);
      return before.substr(0, word) + fresh + before.substr(word_end);
    } catch (const std::exception& e) {
      complain(std::string("result: ") + e.what(), false);
      return before;
    }
  }

  // Every link and picture that is a path leads to a file.
  void links(const std::string& line) {
    for (size_t at = line.find("]("); at != std::string::npos; at = line.find("](", at + 1)) {
      const std::string target = line.substr(at + 2, line.find_first_of(")# ", at + 2) - at - 2);
      if (target.empty() || target.find(':') != std::string::npos) continue;
      const std::filesystem::path folder = std::filesystem::path(root_ + "/" + page_).parent_path();
      if (!exists((folder / target).string())) complain("a link leads to " + target + ", which does not exist", false);
    }
  }

  const std::string root_, page_;
  Lines lines_, out_;
  std::vector<Problem> problems_;
  int line_ = 0;
};

}  // namespace

Woven weave_page(const std::string& root, const std::string& page) { return Page(root, page).weave(); }

}  // namespace weave
