// Whatever a user gets wrong: one line that names the file and the place, and the exit code of its kind.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "native/program.h"

namespace {

using program::Folder;
using program::run;
using program::tiny;
using program::Words;
using testing::HasSubstr;

void expect_one_line(const Words& words, int code, const std::string& part) {
  const auto r = run(words);
  std::string all;
  for (const std::string& word : words) all += word + " ";
  EXPECT_EQ(r.code, code) << all << "\n" << r.err;
  EXPECT_EQ(program::lines(r.err), 1) << all << "\n" << r.err;
  EXPECT_EQ(r.err.rfind("thimble: ", 0), 0u) << all << "\n" << r.err;
  EXPECT_THAT(r.err, HasSubstr(part)) << all;
  EXPECT_EQ(r.out, "") << all;
}

TEST(Usage, ErrorsAreOneLine) {
  const std::string net = "flatten, dense 10";
  expect_one_line({}, 2, "expected a command");
  expect_one_line({"trian", "--net", net}, 2, "did you mean train?");
  expect_one_line({"tran"}, 2, "did you mean train?");
  expect_one_line({"train", "--net", net, "--epoch", "3"}, 2, "did you mean --epochs?");
  expect_one_line({"train"}, 2, "--net");
  expect_one_line({"train", "--net"}, 2, "--net");
  expect_one_line({"train", "--net", net, "--epochs", "0"}, 2, "--epochs");
  expect_one_line({"train", "--net", net, "--epochs", "1e9"}, 2, "got \"1e9\"");
  expect_one_line({"train", "--net", net, "--batch", "-1"}, 2, "--batch");
  expect_one_line({"train", "--net", net, "--lr", "nan"}, 2, "--lr");
  expect_one_line({"train", "--net", net, "--lr", "0,1"}, 2, "got \"0,1\"");
  expect_one_line({"train", "--net", net, "--optimizer", "rmsprop"}, 2, "adam, sgd");
  expect_one_line({"train", "--net", net, "--schedule", "linear"}, 2, "--schedule");
  expect_one_line({"train", "--net", net, "--augment", "spin 3"}, 2, "--augment");
  expect_one_line({"train", "--net", net, "--init", "zeros"}, 2, "--init");
  expect_one_line({"train", "--net", net, "--seed", "-3"}, 2, "--seed");
  expect_one_line({"train", "--net", net, "--threads", "0"}, 2, "--threads");
  expect_one_line({"train", "--net", net, "--threads", "257"}, 2, "--threads");
  expect_one_line({"train", "--net", net, "--isa", "mmx"}, 2, "--isa");
  expect_one_line({"train", "--net", net, "--compute", "fp8"}, 2, "--compute");
  expect_one_line({"train", "--net", net, "--compute", "bf16", "--fuse", "off"}, 2, "expected --fuse on");
  expect_one_line({"bench", "train", "--compute", "fp8"}, 2, "--compute");
  expect_one_line({"bench", "gemm", "--compute", "bf16"}, 2, "expected layers, train or infer, got gemm");
  expect_one_line({"train", "--net", net, "--patience", "3"}, 2, "--validation none");
  expect_one_line({"train", "--net", net, "--momentum", "0.9"}, 2, "expected --optimizer sgd or muon, got adam");
  expect_one_line({"train", "--net", net, "--nesterov"}, 2, "--nesterov: expected --optimizer sgd, got adam");
  expect_one_line({"train", "--net", net, "--ema", "1"}, 2, "--ema");
  expect_one_line({"train", "--net", net, "--smoothing", "-1"}, 2, "--smoothing");
  expect_one_line({"train", "--net", net, "--data", tiny, "--validation", "half"}, 2, "half");
  expect_one_line({"train", "--net", net, "--data", tiny, "--validation", "head:200"}, 2, "200");
  expect_one_line({"gradcheck", "dense"}, 2, "dense");
  expect_one_line({"gradcheck", "relu", "--shape", "0x3"}, 2, "--shape");
  expect_one_line({"show", "--data", tiny, "--index", "200"}, 2, "--index below 200");
  expect_one_line({"predict", "a.png"}, 2, "--model");
  expect_one_line({"lr-find", "--net", net, "--epochs", "3"}, 2, "unknown option --epochs");
  expect_one_line({"lr-find", "--net", net, "--data", tiny, "--out", "a.png"}, 2, "expected --out NAME.svg");
  expect_one_line({"info", "one", "two"}, 2, "one word too many");
}

TEST(Usage, FilesThatCollideAreNamedWithBothOptions) {
  const Folder folder;
  const auto refuses = [&](const Words& more, const std::string& part) {
    Words words{"train", "--net", "flatten, dense 10", "--data", tiny};
    words.insert(words.end(), more.begin(), more.end());
    expect_one_line(words, 2, part);
  };
  const std::string file = folder / "m", same = folder.path() + "/./m";
  refuses({"--out", file, "--report", same}, "--out and --report: expected two files");
  refuses({"--checkpoint", file, "--out", same}, "--out and --checkpoint: expected two files");
  refuses({"--resume", file, "--history", same}, "--history and --resume: expected two files");
  refuses({"--data", (folder / "a.csv") + "," + (folder / "b.csv"), "--out", folder / "b.csv"},
          "--out and --data: expected two files");
}

TEST(Usage, BytesThatNoTerminalShouldSeeAreSpelledOut) {
  expect_one_line({"summary", "a\x1b[31mb\xff\nc\u00e9"}, 2, "a\\x1b[31mb\\xff");
}

TEST(Files, SwappedForConvertAreNamedAsTheyAre) {
  const Folder folder;
  const std::string labels = tiny + "/train-labels-idx1-ubyte.gz", images = tiny + "/train-images-idx3-ubyte.gz";
  expect_one_line({"convert", labels, images, folder / "out.csv"}, 3, labels + ": expected 3 or 4 dimensions");
  expect_one_line({"convert", images, images, folder / "out.csv"}, 3, images + ": expected 1 dimension, got 3");
}

TEST(Network, ErrorsNameThePlace) {
  expect_one_line({"train", "--net", "conv 8 3x3, relu, max_pol 2, flatten, dense 10", "--data", tiny}, 2,
                  "layer 3 \"max_pol 2\"");
  expect_one_line({"train", "--net", "S2-9"}, 2, "did you mean S2-");
  expect_one_line({"train", "--net", "dense 10", "--data", tiny}, 2, "flatten");
  expect_one_line({"train", "--net", "flatten, dense 9", "--data", tiny}, 2, "one value a class");
  expect_one_line({"train", "--net", "none/such.recipe"}, 4, "none/such.recipe");
  expect_one_line({"summary", "conv 1000000000 3x3"}, 2, "conv");
}

TEST(Files, ThatCannotBeReadAreIoErrors) {
  const Folder folder;
  expect_one_line({"eval", folder / "none.safetensors", "--data", tiny}, 4, "none.safetensors");
  expect_one_line({"eval", folder.path(), "--data", tiny}, 4, "is a folder");
  expect_one_line({"predict", "--model", folder / "none", "a.png"}, 4, "none");
  expect_one_line({"info", "--data", folder / "none"}, 4, "none");
  expect_one_line({"train", "--net", "flatten, dense 10", "--data", folder / "none.csv"}, 4, "none.csv");
  expect_one_line({"train", "--net", "flatten, dense 10", "--data", tiny, "--quiet", "--resume", folder / "none"}, 4,
                  "none");
  if (::geteuid() == 0) return;  // who may read everything
  program::write(folder / "locked", "x");
  ::chmod((folder / "locked").c_str(), 0);
  expect_one_line({"eval", folder / "locked", "--data", tiny}, 4, "locked");
}

TEST(Files, OfAnotherKindAreDataErrors) {
  const Folder folder;
  const std::string model = folder / "m", checkpoint = folder / "c";
  const Words training{"train", "--net", "flatten, dense 10", "--data", tiny, "--epochs", "1", "--json", "--quiet"};
  Words words = training;
  words.insert(words.end(), {"--out", model, "--checkpoint", checkpoint});
  ASSERT_EQ(run(words).code, 0);
  expect_one_line({"eval", checkpoint, "--data", tiny}, 3, "--resume");
  words = training;
  words.insert(words.end(), {"--resume", model});
  expect_one_line(words, 3, model);
  expect_one_line(
      {"train", "--net", "flatten, dense 9, dense 10", "--data", tiny, "--quiet", "--json", "--resume", checkpoint}, 3,
      checkpoint);
}

struct Case {
  std::string file, parser, part;
};

std::vector<Case> malformed() {
  std::vector<Case> cases;
  std::istringstream all(program::read(THIMBLE_SOURCE_DIR "/tests/data/malformed/expected.txt"));
  for (std::string line; std::getline(all, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> parts{""};
    for (size_t i = 0; i < line.size(); ++i) {
      if (parts.size() < 4 && line.compare(i, 3, " | ") == 0) {
        parts.emplace_back();
        i += 2;
      } else {
        parts.back() += line[i];
      }
    }
    cases.push_back({THIMBLE_SOURCE_DIR "/tests/data/malformed/" + parts[0], parts[1], parts.back()});
  }
  return cases;
}

TEST(Malformed, ModelsAndCheckpointsEndEvalPredictAndResume) {
  for (const Case& c : malformed()) {
    if (c.parser != "safetensors") continue;
    expect_one_line({"eval", c.file, "--data", tiny}, 3, c.part);
    expect_one_line({"predict", "--model", c.file, "a.png"}, 3, c.part);
    expect_one_line({"train", "--net", "flatten, dense 10", "--data", tiny, "--json", "--quiet", "--resume", c.file}, 3,
                    c.part);
  }
}

TEST(Malformed, DataEndsTraining) {
  for (const Case& c : malformed()) {
    const Words train{"train", "--net", "flatten, dense 10", "--quiet", "--data"};
    const Folder folder;
    if (c.parser == "csv" &&
        c.part.find("from 0 to 9,") == std::string::npos) {  // a CSV file has as many classes as it says
      Words words = train;
      words.push_back(c.file);
      expect_one_line(words, 3, c.file.substr(c.file.rfind('/') + 1));
    } else if (c.parser == "idx" || c.parser == "gz") {
      expect_one_line({"convert", c.file, tiny + "/train-labels-idx1-ubyte.gz", folder / "out.csv"}, 3,
                      c.file.substr(c.file.rfind('/') + 1));
      std::filesystem::copy(tiny, folder / "data", std::filesystem::copy_options::recursive);
      std::filesystem::copy_file(c.file, folder / "data/train-images-idx3-ubyte.gz",
                                 std::filesystem::copy_options::overwrite_existing);
      Words words = train;
      words.push_back(folder / "data");
      expect_one_line(words, 3, "train-images-idx3-ubyte.gz");
    }
  }
}

TEST(Malformed, NetworksAndRecipesAreUsageErrors) {
  for (const Case& c : malformed())
    if (c.parser == "network" || c.parser == "recipe")
      expect_one_line({"train", "--net", c.file, "--data", tiny}, 2, c.file);
}

TEST(Malformed, PicturesEndPredict) {
  const Folder folder;
  const std::string model = folder / "m";
  ASSERT_EQ(
      run({"train", "--net", "flatten, dense 10", "--data", tiny, "--epochs", "1", "--quiet", "--out", model}).code, 0);
  for (const Case& c : malformed())
    if (c.parser == "image") expect_one_line({"predict", "--model", model, c.file}, 3, c.part);
}

}  // namespace
