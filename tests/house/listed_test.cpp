// Every source of the library is in its room's CMakeLists.txt: a file that is not compiled is not tested.

#include <gmock/gmock.h>

#include <regex>

#include "weave/tree.h"

namespace {

const std::string kRoot = THIMBLE_SOURCE_DIR;

bool lists(const std::string& cmake, const std::string& file) {
  for (const std::string& line : weave::split(cmake)) {
    const std::string code = " " + line.substr(0, line.find('#')) + " ";
    const size_t at = code.find(file);
    const auto ends_a_word = [](char c) {
      return std::isspace(static_cast<unsigned char>(c)) || c == '(' || c == ')' || c == '/';
    };
    if (at != std::string::npos && ends_a_word(code[at - 1]) && ends_a_word(code[at + file.size()])) return true;
  }
  return false;
}

// A function may put the name together: `thimble_fuzz(csv ...)` that adds fuzz_${name}.cpp.
bool lists_source(const std::string& cmake, const std::string& file) {
  if (lists(cmake, file)) return true;
  const size_t made = cmake.find("${name}.cpp");
  if (made == std::string::npos) return false;
  const size_t first = cmake.find_last_of(" (/", made) + 1;
  const std::string prefix = cmake.substr(first, made - first), stem = file.substr(0, file.rfind('.'));
  return stem.starts_with(prefix) && lists(cmake, stem.substr(prefix.size()));
}

TEST(Listed, EverySourceIsCompiled) {
  for (const std::string& file : weave::files_below(kRoot, {".cpp"})) {
    const size_t slash = file.rfind('/');
    const std::string list = kRoot + "/" + file.substr(0, slash) + "/CMakeLists.txt";
    if (slash == std::string::npos || !weave::exists(list)) continue;
    EXPECT_TRUE(lists_source(weave::read(list), file.substr(slash + 1))) << file;
  }
}

TEST(Listed, AForgottenFileIsFound) {
  EXPECT_TRUE(lists("thimble_room(nn\n  SOURCES\n    dense.cpp\n)", "dense.cpp"));
  EXPECT_FALSE(lists("thimble_room(nn\n  SOURCES\n    my_dense.cpp\n)", "dense.cpp"));
  EXPECT_FALSE(lists("# dense.cpp\n", "dense.cpp"));
  EXPECT_TRUE(lists_source("add(fuzz_${name}.cpp)\nfuzz(csv)", "fuzz_csv.cpp"));
  EXPECT_FALSE(lists_source("add(fuzz_${name}.cpp)\nfuzz(csv)", "fuzz_gz.cpp"));
}

}  // namespace
