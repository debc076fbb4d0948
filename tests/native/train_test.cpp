// thimble train for people: what it prints, where, and the files it writes.

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "native/program.h"

namespace {

using program::Folder;
using program::lines;
using program::run;
using program::tiny;
using program::Words;
using testing::HasSubstr;
using testing::Not;

const program::Words kTraining{"train",  "--net",        "flatten, dense 8, relu, dense 10",
                               "--data", tiny,           "--epochs",
                               "3",      "--validation", "random:0.2"};

program::Words training(const program::Words& more = {}) {
  program::Words words = kTraining;
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(Train, PrintsSummaryMatrixAndReport) {
  const auto r = run(training());
  ASSERT_EQ(r.code, 0) << r.err;
  for (const char* part : {"Total params", "Confusion matrix", "precision", "macro avg", "weights' SHA-256"})
    EXPECT_THAT(r.out, HasSubstr(part));
}

TEST(Train, ProgressIsOneLineAnEpochWhereThereIsNoTerminal) {
  const auto r = run(training());
  EXPECT_EQ(lines(r.err), 4) << r.err;  // what memory it needs, and three epochs
  EXPECT_THAT(r.err, HasSubstr("of memory"));
  EXPECT_THAT(r.err, HasSubstr("Epoch 3/3 - 5/5 [=============================="));
  EXPECT_THAT(r.err, HasSubstr("val_accuracy: "));
  EXPECT_THAT(r.err, HasSubstr(" images/s - "));
  EXPECT_THAT(r.err, HasSubstr("s left"));
  EXPECT_THAT(r.err, Not(HasSubstr("\r")));
  EXPECT_EQ(run(training({"--quiet"})).err, "");
}

TEST(Train, WritesHistoryReportAndModel) {
  const Folder folder;
  const auto r =
      run(training({"--history", folder / "h.csv", "--report", folder / "r.html", "--out", folder / "m.safetensors"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const std::string history = program::read(folder / "h.csv");
  EXPECT_EQ(history.rfind("epoch,loss,accuracy,val_loss,val_accuracy,lr\n1,", 0), 0u);
  EXPECT_EQ(lines(history), 4);
  EXPECT_THAT(program::read(folder / "r.html"), HasSubstr("<svg"));
  EXPECT_THAT(folder.names(), testing::ElementsAre("h.csv", "m.safetensors", "r.html"));
  const std::string last =
      "\nwritten: " + (folder / "m.safetensors") + ", " + (folder / "h.csv") + ", " + (folder / "r.html") + "\n";
  EXPECT_EQ(r.err.substr(r.err.size() - std::min(last.size(), r.err.size())), last);
}

TEST(Train, TheReportHoldsTheCommandThatRepeatsTheRun) {
  const Folder folder;
  ASSERT_EQ(run(training({"--lr", "0.0123456789", "--report", folder / "r.html", "--quiet"})).code, 0);
  const std::string page = program::read(folder / "r.html");
  EXPECT_THAT(page, HasSubstr("--lr 0.0123456789 "));
  EXPECT_THAT(page, HasSubstr("--data " + tiny));
  EXPECT_THAT(page, HasSubstr("--epochs 3 --validation random:0.2 --seed 0"));
}

TEST(Train, TakesWhatModernRecipesAreMadeOf) {
  const Folder folder;
  program::write(folder / "my.recipe",
                 "net = conv 4 3x3 same whitening, relu, max_pool 4\n  residual ( conv 4 3x3 same, relu, batch_norm )\n"
                 "  flatten, dense 10, scale 0.5\noptimizer = muon\nmomentum = 0.6\nlr = 0.05\nepochs = 2\nema = 0.9\n"
                 "smoothing = 0.1\nweight_decay = 0.01\naugment = flip alternating, shift 1\ncompute = bf16\n");
  const program::Words words{"train",  "--net", folder / "my.recipe",     "--data",   tiny,
                             "--json", "--out", folder / "m.safetensors", "--report", folder / "r.html"};
  const auto r = run(words);
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("\"compute\": \"bf16\""));
  const std::string page = program::read(folder / "r.html");
  for (const char* part : {"--optimizer muon", "--smoothing 0.1", "--weight-decay 0.01", "--ema 0.9", "--compute bf16"})
    EXPECT_THAT(page, HasSubstr(part));

  program::Words other = words;
  other.insert(other.end(), {"--compute", "float32", "--ema", "0"});
  const auto plain = run(other);
  ASSERT_EQ(plain.code, 0) << plain.err;
  EXPECT_THAT(plain.out, Not(HasSubstr("\"compute\"")));

  const auto once = run({"eval", folder / "m.safetensors", "--data", tiny, "--json"});
  const auto both = run({"eval", folder / "m.safetensors", "--data", tiny, "--json", "--flips"});
  ASSERT_EQ(both.code, 0) << both.err;
  EXPECT_THAT(once.out, Not(HasSubstr("flips")));
  EXPECT_THAT(both.out, HasSubstr("\"flips\": true"));
  EXPECT_NE(once.out.substr(once.out.find("\"loss\"")), both.out.substr(both.out.find("\"loss\"")));
}

TEST(Train, AResumedTrainingNeedsTheSameSettings) {
  const Folder folder;
  const std::string file = folder / "c";
  ASSERT_EQ(run(training({"--checkpoint", file, "--smoothing", "0.1", "--quiet"})).code, 0);
  const auto r = run(training({"--resume", file, "--epochs", "4", "--quiet"}));
  EXPECT_EQ(r.code, 3);
  EXPECT_THAT(r.err, HasSubstr("--smoothing: the checkpoint was made with 0.1, got 0"));
}

TEST(Train, PutsTheReportedFiguresBesideOurs) {
  const Folder folder;
  program::write(folder / "my.recipe",
                 "net = flatten, dense 10\nepochs = 1\nreported.test_accuracy = 0.5\nreported.parameters = 7850\n");
  const auto r = run({"train", "--net", folder / "my.recipe", "--data", tiny, "--quiet"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("Reported figures"));
  EXPECT_THAT(r.out, HasSubstr("0.5000"));
  EXPECT_THAT(r.out, HasSubstr("7,850"));
}

TEST(Train, OptionsComeBeforeTheRecipe) {
  const Folder folder;
  program::write(folder / "my.recipe", "net = flatten, dense 10\nepochs = 9\nseed = 4\nvalidation = head:50\n");
  const auto r = run({"train", "--net", folder / "my.recipe", "--data", tiny, "--epochs", "2", "--json"});
  EXPECT_THAT(r.out, HasSubstr("\"epochs\": 2,"));
  EXPECT_THAT(r.out, HasSubstr("\"seed\": 4,"));
  EXPECT_THAT(r.out, Not(HasSubstr("\"validation\": null")));
}

// A leak would show: with other pictures in the test set's place, weights and validation figures would be others.
TEST(Train, NeverLooksAtTheTestSet) {
  const Folder folder;
  for (const char* part : {"images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"})
    for (const char* set : {"/train-", "/t10k-"})
      std::filesystem::copy_file(tiny + "/train-" + part, folder / (std::string(set + 1) + part));
  const auto trained = [](const std::string& data) {
    const auto r = run({"train", "--net", "flatten, dense 8, batch_norm, relu, dropout 0.1, dense 10", "--augment",
                        "shift 1", "--validation", "random:0.2", "--epochs", "6", "--patience", "2", "--restore-best",
                        "--ema", "0.9", "--data", data, "--json"});
    EXPECT_EQ(r.code, 0) << r.err;
    return r.out;
  };
  const auto line = [](const std::string& out, const std::string& begin, size_t from) {
    const size_t at = out.find(begin, from);
    return out.substr(at, out.find('\n', at) - at);
  };
  const std::string a = trained(tiny), b = trained(folder / "");
  EXPECT_EQ(line(a, "\"weights_sha256\"", 0), line(b, "\"weights_sha256\"", 0));
  EXPECT_EQ(line(a, "\"accuracy\"", a.find("\"validation\"")), line(b, "\"accuracy\"", b.find("\"validation\"")));
  EXPECT_NE(line(a, "\"loss\"", a.find("\"test\"")), line(b, "\"loss\"", b.find("\"test\"")));
}

TEST(Train, AnotherOptimizerDoesNotInheritMomentum) {
  const Folder folder;
  program::write(folder / "my.recipe",
                 "net = flatten, dense 10\nepochs = 1\noptimizer = sgd\nmomentum = 0.9\nnesterov = true\nlr = 0.05\n");
  const auto weights = [&](const Words& more) {
    Words words{"train", "--net", folder / "my.recipe", "--data", tiny, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const auto r = run(words);
    EXPECT_EQ(r.code, 0) << r.err;
    return r.out.substr(r.out.find("weights_sha256"));
  };
  const std::string own = weights({"--optimizer", "muon"});
  EXPECT_EQ(own, weights({"--optimizer", "muon", "--momentum", "0.6"}));
  EXPECT_NE(own, weights({"--optimizer", "muon", "--momentum", "0.9"}));
  EXPECT_NE(weights({}), weights({"--momentum", "0"}));
}

TEST(Train, TakesEveryOptionOfTheRecipe) {
  const auto r =
      run(training({"--optimizer", "sgd",           "--lr",       "0.05",  "--momentum",     "0.9",    "--nesterov",
                    "--schedule",  "one_cycle 0.3", "--patience", "2",     "--restore-best", "--init", "he_normal",
                    "--augment",   "flip, shift 1", "--batch",    "20",    "--seed",         "9",      "--isa",
                    "scalar",      "--fuse",        "off",        "--json"}));
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("\"isa\": \"scalar\""));
}

TEST(Train, StopsEarlyAndRestoresTheBestEpoch) {
  const auto r = run({"train", "--net", "flatten, dense 32, relu, dense 10", "--data", tiny, "--epochs", "200", "--lr",
                      "0.01", "--validation", "head:60", "--patience", "3", "--restore-best", "--quiet"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("the one with the smallest validation loss"));
  EXPECT_THAT(r.out, Not(HasSubstr("\n200 epochs")));
}

TEST(Train, ALossThatIsNotFiniteEndsItWithCodeOne) {
  const Folder folder;
  const auto r = run({"train", "--net", "flatten, dense 64, relu, dense 10", "--data", tiny, "--optimizer", "sgd",
                      "--lr", "1e6", "--scale", "1e4", "--epochs", "50", "--out", folder / "m.safetensors", "--quiet"});
  EXPECT_EQ(r.code, 1) << r.out;
  EXPECT_EQ(lines(r.err), 1) << r.err;
  EXPECT_THAT(r.err, HasSubstr("no longer a finite number"));
  EXPECT_THAT(folder.names(), testing::IsEmpty());
}

TEST(Train, Bf16SaysSoAndIsEmulatedWhereThereAreNoTiles) {
  const program::Words words{"train",  "--net",     "flatten, dense 40, relu, dense 20, relu, dense 10",
                             "--data", tiny,        "--epochs",
                             "2",      "--compute", "bf16",
                             "--json"};
  const auto with = [&](const program::Words& more) {
    program::Words all = words;
    all.insert(all.end(), more.begin(), more.end());
    return run(all);
  };
  const auto emulated = with({"--isa", "scalar"}), quiet = with({"--isa", "scalar", "--quiet"}), best = with({});
  EXPECT_EQ(emulated.code, 0) << emulated.err;
  EXPECT_EQ(best.code, 0) << best.err;
  EXPECT_THAT(emulated.out, HasSubstr("\"compute\": \"bf16\""));
  EXPECT_THAT(best.out, HasSubstr("\"compute\": \"bf16\""));
  EXPECT_THAT(emulated.err, HasSubstr("note: bf16 is emulated with scalar"));
  EXPECT_EQ(quiet.err, "");
}

}  // namespace
