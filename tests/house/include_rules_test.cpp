#include "house/include_rules.h"

#include <gmock/gmock.h>

namespace {

using house::banned_faults;
using house::include_faults;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kRoot = THIMBLE_SOURCE_DIR;

std::vector<std::string> sources() {
  return weave::files_below(kRoot, {".h", ".cpp", ".inl", ".cu", "CMakeLists.txt"});
}

TEST(IncludeRules, EveryFileKeepsThem) {
  int seen = 0;
  for (const std::string& file : sources()) {
    EXPECT_THAT(include_faults(file, weave::split(weave::read(kRoot + "/" + file))), IsEmpty());
    seen += file.starts_with("lib/");
  }
  EXPECT_GT(seen, 50);
}

TEST(IncludeRules, ReachingUpIsAFault) {
  EXPECT_THAT(include_faults("lib/nn/dense.cpp", {"#include \"data/idx.h\""}),
              ElementsAre("nn/dense.cpp includes data/idx.h: nn may include core, kernels, learn"));
  EXPECT_THAT(include_faults("lib/kernels/gemm.cpp", {"  #  include \"core/tensor.h\""}),
              ElementsAre("kernels/gemm.cpp includes core/tensor.h: kernels may include nothing of ours"));
  EXPECT_THAT(include_faults("lib/data/idx.cpp", {"", "#include \"nn/dense.h\""}), ElementsAre(HasSubstr("data may")));
  EXPECT_THAT(include_faults("lib/app/models.cpp", {"#include \"cuda/device.h\""}), ElementsAre(HasSubstr("app may")));
  EXPECT_THAT(include_faults("lib/app/models.cpp", {"#include \"nn/dense.h\"", "#include <vector>"}), IsEmpty());
}

TEST(IncludeRules, LibKnowsNobodyOutside) {
  EXPECT_THAT(include_faults("lib/app/models.cpp", {"#include \"native/terminal.h\""}),
              ElementsAre(HasSubstr("only lib")));
  EXPECT_THAT(include_faults("lib/app/models.cpp", {"#include \"../native/terminal.h\""}),
              ElementsAre(HasSubstr("only lib")));
  EXPECT_THAT(include_faults("lib/extras/x.h", {}), ElementsAre("lib/extras/x.h: lib/ has no room extras"));
}

TEST(IncludeRules, NativeAndWebKeepApart) {
  EXPECT_THAT(include_faults("native/main.cpp", {"#include \"web/app.h\""}), ElementsAre(HasSubstr("never")));
  EXPECT_THAT(include_faults("web/app.cpp", {"#include \"native/terminal.h\""}), ElementsAre(HasSubstr("never")));
  EXPECT_THAT(include_faults("web/app.cpp", {"#include \"app/models.h\""}), IsEmpty());
}

TEST(Bans, EveryFileKeepsThem) {
  for (const std::string& file : sources()) {
    if (file.starts_with("tests/house/")) continue;  // these files name what is banned
    EXPECT_THAT(banned_faults(file, weave::split(weave::read(kRoot + "/" + file))), IsEmpty());
  }
}

TEST(Bans, WhatOneCompilerLacksIsAFault) {
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"#include <ranges>"}), ElementsAre(HasSubstr("lib/nn/a.cpp:1: ")));
  EXPECT_THAT(banned_faults("native/a.cpp", {"", "x = std::format(y);"}), ElementsAre(HasSubstr("native/a.cpp:2: ")));
  EXPECT_THAT(banned_faults("tests/a.cpp", {"std::ranges::sort(v);"}), ElementsAre(HasSubstr("portability")));
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"std::bit_cast<int>(f)"}), ElementsAre(HasSubstr("portability")));
}

TEST(Bans, WhatDiffersBetweenMachinesIsAFault) {
  EXPECT_THAT(banned_faults("lib/data/a.cpp", {"std::shuffle(a, b, g);"}), ElementsAre(HasSubstr("core/rng.h")));
  EXPECT_THAT(banned_faults("tests/a.cpp", {"std::normal_distribution<float> n;"}),
              ElementsAre(HasSubstr("core/rng.h")));
  EXPECT_THAT(banned_faults("lib/CMakeLists.txt", {"add_compile_options(-ffast-math)"}),
              ElementsAre(HasSubstr("results")));
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"y = std::exp(x);"}), ElementsAre(HasSubstr("core/functions.h")));
  EXPECT_THAT(banned_faults("tests/a.cpp", {"y = std::exp(x);"}), IsEmpty());
}

TEST(Bans, TheLibraryIsSilent) {
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"std::cout << 1;"}), ElementsAre(HasSubstr("terminal")));
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"printf(\"x\");"}), ElementsAre(HasSubstr("terminal")));
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"std::snprintf(s, 9, \"x\");"}), IsEmpty());
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"y = 1;  // like std::cout"}), IsEmpty());
  EXPECT_THAT(banned_faults("lib/nn/a.cpp", {"int main() {}"}), ElementsAre(HasSubstr("no main")));
}

TEST(Bans, NoFileIsNamedUtil) {
  EXPECT_THAT(banned_faults("lib/nn/util.h", {}), ElementsAre(HasSubstr("named for what it holds")));
  EXPECT_THAT(banned_faults("native/string_utils.cpp", {}), ElementsAre(HasSubstr("named")));
  EXPECT_THAT(banned_faults("lib/nn/futile.h", {}), IsEmpty());
}

}  // namespace
