// Small files: none over 450 lines, and half of the library's have at most 150.

#include <gmock/gmock.h>

#include <algorithm>

#include "weave/tree.h"

namespace {

constexpr size_t kMost = 450, kMedian = 150;
const std::string kRoot = THIMBLE_SOURCE_DIR;

struct Sized {
  std::string file;
  size_t lines;
};

std::vector<std::string> too_long(const std::vector<Sized>& files) {
  std::vector<std::string> names;
  for (const Sized& f : files)
    if (f.lines > kMost) names.push_back(f.file);
  return names;
}

size_t median(std::vector<Sized> files) {
  std::sort(files.begin(), files.end(), [](const Sized& a, const Sized& b) { return a.lines < b.lines; });
  return files[files.size() / 2].lines;
}

std::vector<Sized> measured(const std::string& folder) {
  std::vector<Sized> files;
  for (const std::string& file : weave::files_below(kRoot, {".h", ".cpp", ".inl", ".cu", ".js", ".mjs", ".py"}))
    if (file.starts_with(folder)) files.push_back({file, weave::split(weave::read(kRoot + "/" + file)).size()});
  return files;
}

TEST(FileSize, NoFileHasMoreThan450Lines) { EXPECT_THAT(too_long(measured("")), testing::IsEmpty()); }

TEST(FileSize, HalfOfTheLibraryHasAtMost150Lines) { EXPECT_LE(median(measured("lib/")), kMedian); }

TEST(FileSize, OneLineTooManyIsFound) {
  EXPECT_THAT(too_long({{"a", 450}, {"b", 451}}), testing::ElementsAre("b"));
  EXPECT_EQ(median({{"a", 10}, {"b", 300}, {"c", 151}}), 151u);
}

}  // namespace
