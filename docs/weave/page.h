// One Markdown page, checked against the sources that it quotes. docs/weave/README.md has the comments that it may
// hold.
#pragma once

#include <string>
#include <vector>

namespace weave {

struct Problem {
  std::string file;
  int line;
  std::string what;
  bool written_away = true;  // `weave --write` cures it
};

struct Woven {
  std::string text;  // the page with every quotation fresh
  std::vector<Problem> problems;
};

// `page` is a path below `root`.
Woven weave_page(const std::string& root, const std::string& page);

}  // namespace weave
