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

// Waits until the first epoch is over, or the program has ended.
void wait_for_an_epoch(const Running& running) {
  while (running.out_yet().find("\"epoch\"") == std::string::npos && !running.over()) ::usleep(1000);
}

const std::string& uninterrupted() {
  static const std::string hash = hash_of(program::run(training({})));
  return hash;
}

TEST(Interrupted, ResumesToTheSameWeights) {
  const Folder folder;
  const std::string checkpoint = folder / "run.ckpt";
  program::Finished first{};
  for (int trial = 0; trial < 100 && first.code != 130; ++trial) {  // a busy machine may let it end before the signal
    for (const std::string& name : folder.names()) ::unlink((folder / name).c_str());
    Running running(training({"--checkpoint", checkpoint, "--out", folder / "m"}));
    wait_for(running, checkpoint);
    running.send(SIGINT);
    first = running.wait();
  }
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
  Running running(training({"--epochs", "100000", "--jsonl", "--history", folder / "h.csv"}));
  wait_for_an_epoch(running);
  running.send(SIGINT);
  const auto r = running.wait();
  EXPECT_EQ(r.code, 130) << r.err;
  EXPECT_THAT(r.err, HasSubstr("nothing was saved"));
  EXPECT_THAT(folder.names(), testing::IsEmpty());
}

TEST(Interrupted, ASecondSignalEndsAtOnce) {
  Running running(training({"--epochs", "100000", "--batch", "2", "--jsonl"}));
  wait_for_an_epoch(running);
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

Words short_training(const Words& more) {
  Words words{"train", "--net",  "flatten, dense 10", "--data",       tiny,     "--epochs", "2", "--lr",
              "0.01",  "--json", "--quiet",           "--validation", "head:40"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(Resume, RefusesAnotherTrainingInTheWordsOfTheCommandLine) {
  const Folder folder;
  const std::string checkpoint = folder / "run.ckpt";
  ASSERT_EQ(program::run(short_training({"--checkpoint", checkpoint})).code, 0);
  const auto refuses = [&](const Words& more, const std::string& part) {
    Words words = short_training({"--resume", checkpoint});
    words.insert(words.end(), more.begin(), more.end());
    const auto r = program::run(words);
    EXPECT_EQ(r.code, 3) << part;
    EXPECT_EQ(r.out, "");
    EXPECT_THAT(r.err, HasSubstr(checkpoint + ": " + part));
  };
  refuses({"--batch", "64"}, "--batch: the checkpoint was made with 32, got 64");
  refuses({"--lr", "0.02"}, "--lr: the checkpoint was made with 0.01, got 0.02");
  refuses({"--scale", "1"}, "--scale: the checkpoint was made with 0.00392156862745098, got 1");
  refuses({"--augment", "flip"}, "--augment: the checkpoint was made with none, got flip");
  refuses({"--schedule", "cosine"}, "--schedule: the checkpoint was made with constant, got cosine");
  refuses({"--optimizer", "sgd"}, "--optimizer: the checkpoint was made with adam, got sgd");
  refuses({"--validation", "head:50"}, "--validation: the checkpoint was made with head:40, got head:50");
  refuses({"--seed", "1"}, "--seed: the checkpoint was made with 0, got 1");
  refuses({"--net", "flatten, dense 9, dense 10"}, "--net: the checkpoint was made with flatten, dense 10, got ");
  refuses({"--compute", "bf16"}, "--compute: the checkpoint was made with float32, got bf16");
  refuses({"--epochs", "1"}, "--epochs: the checkpoint is in epoch 2, got at most 1");

  std::string pixels = "label,pixel1\n";
  for (int i = 0; i < 200; ++i) pixels += std::to_string(i % 10) + ",7\n";
  program::write(folder / "other.csv", pixels);
  refuses({"--data", folder / "other.csv"}, "--data: the checkpoint was made with other training pictures");
  EXPECT_EQ(program::run(short_training({"--resume", checkpoint, "--epochs", "3", "--threads", "1"})).code, 0);
}

// Damages the text of a checkpoint without changing its length.
void replace(const std::string& file, const std::string& before, const std::string& after) {
  std::string bytes = program::read(file);
  const size_t at = bytes.find(before);
  ASSERT_NE(at, std::string::npos) << before;
  ASSERT_EQ(before.size(), after.size());
  program::write(file, bytes.replace(at, before.size(), after));
}

TEST(Resume, AFinishedCheckpointWithoutEpochsIsADataError) {
  const Folder folder;
  const std::string checkpoint = folder / "run.ckpt";
  ASSERT_EQ(program::run(short_training({"--checkpoint", checkpoint})).code, 0);
  replace(checkpoint, "\"history.epochs\":\"2\"", "\"history.epochs\":\"0\"");
  const auto r = program::run(short_training({"--resume", checkpoint}));
  EXPECT_EQ(r.code, 3) << r.err;
  EXPECT_THAT(r.err, HasSubstr(checkpoint + ": history.epochs: expected"));
}

TEST(Resume, NamesTheFileOfBeforeWhereThatIsTheOneRead) {
  const Folder folder;
  const std::string checkpoint = folder / "run.ckpt";
  ASSERT_EQ(program::run(short_training({"--checkpoint", checkpoint})).code, 0);
  program::write(checkpoint, "damaged");
  const auto r = program::run(short_training({"--resume", checkpoint, "--batch", "64"}));
  EXPECT_EQ(r.code, 3);
  EXPECT_THAT(r.err, HasSubstr("thimble: " + checkpoint + ".prev: --batch"));
}

}  // namespace
