#include "weave/citations.h"

#include <map>
#include <regex>

#include "weave/tree.h"

namespace weave {
namespace {

bool is_chapter(const std::string& file) {
  return std::regex_match(file, std::regex("tutorials/\\d\\d_\\w+/README.md"));
}

}  // namespace

std::vector<Problem> check_citations(const std::string& root, const std::vector<std::string>& files) {
  std::vector<Problem> problems;
  std::map<std::string, int> equations;  // "07 (7.3)" -> how often
  const std::regex tag("\\\\tag\\{(\\d+\\.\\d+)\\}"), citation("tutorial (\\d\\d) (\\(\\d+\\.\\d+\\))");

  const auto every = [&](const std::string& file, const std::regex& pattern, auto&& use) {
    const Lines lines = split(read(root + "/" + file));
    for (size_t i = 0; i < lines.size(); ++i)
      for (std::sregex_iterator m(lines[i].begin(), lines[i].end(), pattern), end; m != end; ++m)
        use(*m, static_cast<int>(i) + 1);
  };

  for (const std::string& file : files) {
    if (!is_chapter(file)) continue;
    const std::string chapter = file.substr(std::string("tutorials/").size(), 2);
    every(file, tag, [&](const std::smatch& m, int line) {
      if (std::stoi(m[1].str()) != std::stoi(chapter))
        problems.push_back({file, line, "equation (" + m[1].str() + ") does not carry its chapter's number", false});
      if (++equations[chapter + " (" + m[1].str() + ")"] > 1)
        problems.push_back({file, line, "equation (" + m[1].str() + ") is there twice", false});
    });
  }
  for (const std::string& file : files)
    every(file, citation, [&](const std::smatch& m, int line) {
      if (!equations.contains(m[1].str() + " " + m[2].str()))
        problems.push_back(
            {file, line, "cites tutorial " + m[1].str() + ", which has no equation " + m[2].str(), false});
    });
  return problems;
}

}  // namespace weave
