// Colours, pipes, folders that cannot be written to, and places that are full.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "native/program.h"

namespace {

using program::Folder;
using program::run;
using program::shell;
using program::tiny;
using testing::HasSubstr;
using testing::Not;

TEST(Colour, IsOnlyThereWhereItIsWanted) {
  const program::Words show{"show", "--data", tiny};
  const auto with = [&](const char* when) {
    program::Words words = show;
    words.insert(words.end(), {"--color", when});
    return words;
  };
  EXPECT_THAT(run(show).out, Not(HasSubstr("\033")));
  EXPECT_THAT(run(with("always")).out, HasSubstr("\033[1m"));
  EXPECT_THAT(run(with("never")).out, Not(HasSubstr("\033")));
  EXPECT_THAT(run(with("auto"), {{"NO_COLOR", "1"}}).out, Not(HasSubstr("\033")));
  EXPECT_EQ(run(with("sometimes")).code, 2);
}

TEST(Pipe, AReaderThatGoesAwayIsNoError) {
  const auto r = shell("\"$THIMBLE\" show --count 200 --as numbers --data '" + tiny + "' | head -n 1");
  EXPECT_EQ(r.code, 0);
  EXPECT_EQ(r.err, "");
  EXPECT_EQ(program::lines(r.out), 1);
}

TEST(Pipe, AFullDeviceIsAnIoError) {
  const auto r = run({"summary", "S2-1"}, {}, "/dev/full");
  EXPECT_EQ(r.code, 4);
  EXPECT_THAT(r.err, HasSubstr("thimble: standard output: cannot write"));
}

TEST(Files, AFullDeviceLeavesNothingBehind) {
  for (const char* option : {"--out", "--history", "--report", "--checkpoint"}) {
    const auto r =
        run({"train", "--net", "flatten, dense 10", "--data", tiny, "--epochs", "1", "--quiet", option, "/dev/full"});
    EXPECT_EQ(r.code, 4) << option;
    EXPECT_THAT(r.err, HasSubstr("thimble: /dev/full: cannot write")) << option;
    EXPECT_EQ(program::lines(r.err), 1);
  }
}

TEST(Files, AFolderThatIsMissingOrLockedIsFoundBeforeTraining) {
  const Folder folder;
  const auto missing =
      run({"train", "--net", "flatten, dense 10", "--data", tiny, "--out", folder / "none/m.safetensors"});
  EXPECT_EQ(missing.code, 4);
  EXPECT_EQ(missing.out, "");
  EXPECT_EQ(program::lines(missing.err), 1);
  const auto is_folder = run({"train", "--net", "flatten, dense 10", "--data", tiny, "--out", folder.path()});
  EXPECT_EQ(is_folder.code, 4);
  EXPECT_THAT(is_folder.err, HasSubstr("is a folder"));
  if (::geteuid() == 0) return;  // who may write everywhere
  ::chmod(folder.path().c_str(), 0500);
  EXPECT_EQ(run({"train", "--net", "flatten, dense 10", "--data", tiny, "--out", folder / "m.safetensors"}).code, 4);
  ::chmod(folder.path().c_str(), 0700);
  EXPECT_THAT(folder.names(), testing::IsEmpty());
}

TEST(Files, NamesMayHoldSpacesAndLettersBeyondAscii) {
  const Folder folder;  // its name has both
  const std::string model = folder / "mod\u00e8le \u6a21\u578b.safetensors";
  EXPECT_EQ(
      run({"train", "--net", "flatten, dense 10", "--data", tiny, "--epochs", "1", "--quiet", "--out", model}).code, 0);
  EXPECT_EQ(run({"eval", model, "--data", tiny}).code, 0);
}

TEST(Environment, NamesTheDataAndTheInstructionSet) {
  EXPECT_EQ(run({"info"}, {{"THIMBLE_DATA", tiny}}).code, 0);
  EXPECT_THAT(run({"info", "--json"}, {{"THIMBLE_DATA", tiny}, {"THIMBLE_ISA", "scalar"}}).out,
              HasSubstr("\"isa\": \"scalar\""));
  const auto unknown = run({"info", "--data", tiny}, {{"THIMBLE_ISA", "avx1024"}});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("THIMBLE_ISA"));
}

}  // namespace
