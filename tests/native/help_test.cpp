#include <gmock/gmock.h>

#include "native/program.h"

namespace {

using program::run;
using testing::HasSubstr;

const program::Words kCommands = {"info",      "show",    "summary", "train", "eval", "predict", "lr-find",
                                  "gradcheck", "convert", "bench",   "knn",   "mpp",  "pca",     "fld",
                                  "kmeans",    "wta",     "som",     "cv",    "grid", "compare", "ui"};

TEST(Help, BeginsWithExamples) {
  for (const std::string& command : kCommands) {
    const auto r = run({command, "--help"});
    EXPECT_EQ(r.code, 0) << command;
    EXPECT_EQ(r.out.rfind("Examples:\n  thimble " + command, 0), 0u) << r.out;
    EXPECT_EQ(r.err, "");
  }
}

TEST(Help, OfTheProgramNamesEveryCommand) {
  const auto r = run({"--help"});
  EXPECT_EQ(r.code, 0);
  for (const std::string& command : kCommands) EXPECT_THAT(r.out, HasSubstr("\n  " + command));
}

TEST(Help, ListsEveryOptionThatOthersScriptAgainst) {
  const std::string help = run({"train", "--help"}).out;
  for (const char* option :
       {"--net",     "--data",     "--validation", "--batch",        "--epochs",   "--optimizer",
        "--lr",      "--momentum", "--nesterov",   "--schedule",     "--patience", "--restore-best",
        "--init",    "--augment",  "--smoothing",  "--weight-decay", "--ema",      "--fuse",
        "--compute", "--out",      "--checkpoint", "--resume",       "--history",  "--report"})
    EXPECT_THAT(help, HasSubstr(option));
  const std::string all = run({"--help"}).out;
  for (const char* option : {"--json", "--jsonl", "--seed", "--threads", "--isa", "--quiet", "--color", "--version"})
    EXPECT_THAT(all, HasSubstr(option));
}

TEST(Version, IsOneLine) {
  const auto r = run({"--version"});
  EXPECT_EQ(r.code, 0);
  EXPECT_THAT(r.out, testing::MatchesRegex("thimble [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

}  // namespace
