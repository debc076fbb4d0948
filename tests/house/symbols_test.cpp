// An object compiled for one instruction set must not offer a weak symbol: the linker might give its copy of, say,
// std::vector's destructor to the whole program, which then dies on a CPU without that instruction set.

#include <gmock/gmock.h>

#include <sstream>

#include "house/output_of.h"
#include "weave/tree.h"

namespace {

// The names that `nm --format=posix` calls weak (v w V W) or unique (u).
std::vector<std::string> weak_symbols(const std::string& nm_output) {
  std::vector<std::string> weak;
  std::istringstream lines(nm_output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, type;
    words >> name >> type;
    if (type.size() == 1 && std::string("vwVWu").find(type) != std::string::npos) weak.push_back(name);
  }
  return weak;
}

std::string nm(const std::string& object) {
  return house::output_of(std::string(THIMBLE_NM) + " --format=posix '" + object + "'");
}

bool is_isa(const std::string& object) {
  for (const char* isa : {"scalar", "sse2", "avx2", "avx512", "avx512vnni", "avx512amx", "neon"})
    if (object.find("/" + std::string(isa) + ".cpp.") != std::string::npos) return true;
  return false;
}

TEST(Symbols, ObjectsOfAnInstructionSetHaveNoWeakOnes) {
  int seen = 0;
  for (const std::string& object : weave::split(weave::read(THIMBLE_KERNEL_OBJECTS))) {
    if (!is_isa(object)) continue;
    const std::string symbols = nm(object);
    EXPECT_THAT(symbols, testing::HasSubstr("thimble")) << object;
    EXPECT_THAT(weak_symbols(symbols), testing::IsEmpty()) << object;
    ++seen;
  }
  EXPECT_GE(seen, 2);
}

TEST(Symbols, AWeakOneIsFound) {
  EXPECT_THAT(weak_symbols("_ZN7thimble4gemmEv T 0 20\n_ZNSaIfED1Ev W 0 5\n_ZGVx u 0 8\n"),
              testing::ElementsAre("_ZNSaIfED1Ev", "_ZGVx"));
}

}  // namespace
