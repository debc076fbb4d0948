#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "weave/citations.h"
#include "weave/compare.h"
#include "weave/page.h"
#include "weave/tree.h"

namespace {

const char kUsage[] =
    "usage: weave --check [ROOT]            does the text agree with code, outputs and results?\n"
    "       weave --write [ROOT]            refresh what does not\n"
    "       weave --compare EXPECTED FOUND  the rule for outputs: words exactly, numbers to a relative 1e-3\n";

int weave_all(const std::string& program, const std::string& root, bool write) {
  int wrong = 0;
  const auto report = [&](const weave::Problem& p) {
    ++wrong;
    const std::string cure = p.written_away ? "; to refresh it: " + program + " --write " + root : "";
    std::fprintf(stderr, "%s:%d: %s%s\n", p.file.c_str(), p.line, p.what.c_str(), cure.c_str());
  };
  const std::vector<std::string> pages = weave::files_below(root, {".md"});
  for (const std::string& page : pages) {
    const weave::Woven woven = weave::weave_page(root, page);
    bool stale = false;
    for (const weave::Problem& p : woven.problems) {
      if (write && p.written_away)
        stale = true;
      else
        report(p);
    }
    if (stale) {
      weave::write(root + "/" + page, woven.text);
      std::printf("%s: refreshed\n", page.c_str());
    }
  }
  const std::vector<std::string> sources = weave::files_below(root, {".md", ".h", ".cpp", ".inl", ".cu"});
  for (const weave::Problem& p : weave::check_citations(root, sources)) report(p);
  std::printf("%d pages, %d problems\n", static_cast<int>(pages.size()), wrong);
  return wrong == 0 ? 0 : 1;
}

int compare(const std::string& expected, const std::string& found) {
  const double slack = expected.ends_with(".svg") ? 0.15 : 0;
  const std::string drift = weave::difference(weave::read(expected), weave::read(found), slack);
  if (drift.empty()) return 0;
  std::fprintf(stderr, "%s, %s\n  to take over what was found: cp %s %s\n", expected.c_str(), drift.c_str(),
               found.c_str(), expected.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string what = argc > 1 ? argv[1] : "";
  if ((what == "--check" || what == "--write") && argc <= 3)
    return weave_all(argv[0], argc == 3 ? argv[2] : ".", what == "--write");
  if (what == "--compare" && argc == 4) return compare(argv[2], argv[3]);
  std::fputs(kUsage, stderr);
  return 2;
} catch (const std::exception& e) {
  std::fprintf(stderr, "weave: %s\n", e.what());
  return 2;
}
