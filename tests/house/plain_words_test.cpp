// The tree belongs to its readers: it names no machine that it was made on, and leaves nothing half done.

#include <gmock/gmock.h>

#include <algorithm>
#include <regex>

#include "weave/tree.h"

namespace {

const std::string kRoot = THIMBLE_SOURCE_DIR;

// Written with a ~ inside, so that this file does not hold what it looks for.
std::string whole(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '~'), text.end());
  return text;
}

const std::vector<std::string> kUnwanted = {"/wo~rk\\b(?!flow|ing|er)",
                                            "\\bfar~m-\\w",
                                            "\\bdevice ~tool\\b",
                                            "\\bsearch ~tool\\b",
                                            "/ho~me/\\w",
                                            "/ro~ot/",
                                            "\\bTO~DO\\b",
                                            "\\bFIX~ME\\b"};

std::vector<std::string> unwanted(const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& pattern : kUnwanted) {
    std::smatch m;
    const std::regex words(whole(pattern));
    if (std::regex_search(text, m, words)) found.push_back(m[0].str());
  }
  return found;
}

TEST(PlainWords, NoFileNamesAMachineOrIsHalfDone) {
  const std::vector<std::string> text = {".h",  ".cpp", ".inl", ".cu",  ".txt", ".cmake", ".json", ".md",
                                         ".sh", ".py",  ".js",  ".mjs", ".csv", ".yml",   "run",   "check"};
  for (const std::string& file : weave::files_below(kRoot, text))
    EXPECT_THAT(unwanted(weave::read(kRoot + "/" + file)), testing::IsEmpty()) << file;
}

TEST(PlainWords, EachIsFound) {
  for (const char* text : {"cd /wo~rk/main", "far~m-bench", "the device ~tool", "/ho~me/me", "// TO~DO: later"})
    EXPECT_THAT(unwanted(whole(text)), testing::SizeIs(1)) << text;
  EXPECT_THAT(unwanted("the framework/working set of .github/workflows"), testing::IsEmpty());
}

}  // namespace
