// Ctrl-C, kill -9 and --resume: nothing half written, and the same weights as if nothing had happened.

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include "native/program.h"

namespace {

using program::Folder;
using program::Running;
using program::tiny;
using program::Words;
using testing::HasSubstr;

Words training(const Words& more) {
  Words words{"train",
              "--net",
              "conv 4 3x3, relu, max_pool 2, batch_norm, flatten, dropout 0.2, dense 10",
              "--data",
              tiny,
              "--epochs",
              "60",
              "--batch",
              "16",
              "--validation",
              "head:40",
              "--augment",
              "flip",
              "--patience",
              "500",
              "--restore-best",
              "--json",
              "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string hash_of(const program::Finished& r) {
  const size_t at = r.out.find("\"weights_sha256\": \"");
  return at == std::string::npos ? "none: " + r.err : r.out.substr(at + 19, 64);
}

// Waits until the file is there, or the program has ended.
void wait_for(const Running& running, const std::string& file) {
  while (!program::exists(file) && !running.over()) ::usleep(1000);
}

const std::string& uninterrupted() {
  static const std::string hash = hash_of(program::run(training({})));
  return hash;
}

TEST(Interrupted, ResumesToTheSameWeights) {
  const Folder folder;
  const std::string checkpoint = folder / "run.ckpt";
  Running running(training({"--checkpoint", checkpoint, "--out", folder / "m"}));
  wait_for(running, checkpoint);
  running.send(SIGINT);
  const auto first = running.wait();
  EXPECT_EQ(first.code, 130) << first.err;
  EXPECT_EQ(first.out, "");
  EXPECT_THAT(first.err, HasSubstr("go on with --resume " + checkpoint));
  EXPECT_FALSE(program::exists(folder / "m"));
  const auto second = program::run(training({"--resume", checkpoint, "--threads", "1"}));
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(hash_of(second), uninterrupted());
}

TEST(Interrupted, SaysThatNothingWasSaved) {
  const Folder folder;
  Running running(training({"--epochs", "100000", "--history", folder / "h.csv"}));
  ::usleep(300000);
  running.send(SIGINT);
  const auto r = running.wait();
  EXPECT_EQ(r.code, 130) << r.err;
  EXPECT_THAT(r.err, HasSubstr("nothing was saved"));
  EXPECT_THAT(folder.names(), testing::IsEmpty());
}

TEST(Interrupted, ASecondSignalEndsAtOnce) {
  Running running(training({"--epochs", "100000", "--batch", "2"}));
  ::usleep(200000);
  running.send(SIGTERM);
  running.send(SIGTERM);
  const int code = running.wait().code;
  EXPECT_TRUE(code == 130 || code == 128 + SIGTERM) << code;
}

TEST(Killed, AtAnyInstantResumesToTheSameWeights) {
  const Folder folder;
  const std::string checkpoint = folder / "run.ckpt";
  Words words = training({"--checkpoint", checkpoint});
  for (const int milliseconds : {90, 130, 40, 170, 60, 110}) {
    Running running(words);
    wait_for(running, checkpoint);
    ::usleep(static_cast<useconds_t>(1000 * milliseconds));
    running.send(SIGKILL);
    running.wait();
    if (program::exists(checkpoint)) words = training({"--checkpoint", checkpoint, "--resume", checkpoint});
  }
  const auto last = program::run(words);
  EXPECT_EQ(last.code, 0) << last.err;
  EXPECT_EQ(hash_of(last), uninterrupted());
}

TEST(Checkpoint, TheOneBeforeIsKeptAndUsedWhereTheLastIsDamaged) {
  const Folder folder;
  const std::string checkpoint = folder / "run.ckpt";
  ASSERT_EQ(program::run(training({"--epochs", "3", "--checkpoint", checkpoint})).code, 0);
  EXPECT_THAT(folder.names(), testing::ElementsAre("run.ckpt", "run.ckpt.prev"));
  program::write(checkpoint, program::read(checkpoint).substr(0, 1000));
  const auto r = program::run(training({"--resume", checkpoint}));
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.err, HasSubstr("run.ckpt.prev"));
  EXPECT_EQ(hash_of(r), uninterrupted());
}

}  // namespace
