#include <gmock/gmock.h>

#include "native/program.h"

namespace {

using program::Folder;
using program::read;
using program::run;
using program::tiny;

struct Pair {
  std::string images, labels;
};

// The tiny training set without compression, by way of CSV.
Pair plain(const Folder& folder) {
  const Pair p{folder / "images", folder / "labels"};
  EXPECT_EQ(
      run({"convert", tiny + "/train-images-idx3-ubyte.gz", tiny + "/train-labels-idx1-ubyte.gz", folder / "first.csv"})
          .code,
      0);
  EXPECT_EQ(run({"convert", folder / "first.csv", p.images, p.labels}).code, 0);
  return p;
}

TEST(Convert, GoesToCsvAndBackByteForByte) {
  const Folder folder;
  const Pair p = plain(folder);
  EXPECT_EQ(read(p.images).size(), 16u + 200 * 784);
  EXPECT_EQ(read(p.images).substr(0, 4), std::string("\0\0\x08\x03", 4));
  ASSERT_EQ(run({"convert", p.images, p.labels, folder / "second.csv.gz"}).code, 0);
  ASSERT_EQ(run({"convert", folder / "second.csv.gz", folder / "images2", folder / "labels2"}).code, 0);
  EXPECT_EQ(read(p.images), read(folder / "images2"));
  EXPECT_EQ(read(p.labels), read(folder / "labels2"));
  EXPECT_EQ(read(folder / "first.csv").substr(0, 19), "label,pixel1,pixel2");
}

TEST(Convert, ACsvTrainsLikeItsIdxFiles) {
  const Folder folder;
  plain(folder);
  const program::Words net{"train", "--net", "flatten, dense 10", "--epochs", "1", "--json", "--quiet", "--data"};
  program::Words idx = net, csv = net;
  idx.push_back(tiny);
  csv.push_back(folder / "first.csv");
  const auto hash = [](const std::string& out) { return out.substr(out.find("weights_sha256") + 18, 64); };
  const auto a = run(idx), b = run(csv);
  EXPECT_EQ(b.code, 0) << b.err;
  EXPECT_EQ(hash(a.out), hash(b.out));
  EXPECT_NE(b.out.find("\"test\": null"), std::string::npos);
}

TEST(Convert, RefusesTwoCsvFilesAndNone) {
  EXPECT_EQ(run({"convert", "a.csv", "b", "c.csv"}).code, 2);
  EXPECT_EQ(run({"convert", "a", "b", "c"}).code, 2);
  EXPECT_EQ(run({"convert", "a", "b"}).code, 2);
  const auto missing = run({"convert", "none", "nothing", "c.csv"});
  EXPECT_EQ(missing.code, 4);
  EXPECT_EQ(program::lines(missing.err), 1);
}

TEST(Convert, AModelOfHalvesOrBytesAnswersAsBefore) {
  const Folder folder;
  const std::string model = folder / "model.safetensors";
  ASSERT_EQ(run({"train", "--net", "conv 8 3x3, batch_norm, relu, flatten, dense 10", "--epochs", "2", "--quiet",
                 "--data", tiny, "--out", model})
                .code,
            0);
  const auto accuracy = [&](const std::string& file) {
    const std::string out = run({"eval", file, "--data", tiny, "--json"}).out;
    return std::stod(out.substr(out.find("\"accuracy\": ") + 12));
  };
  const auto size = [](const std::string& file) { return static_cast<double>(read(file).size()); };
  for (const auto& [as, share] : {std::pair{"f16", .5}, {"i8", .25}}) {
    const std::string small = folder / (std::string(as) + ".safetensors");
    const auto result = run({"convert", model, small, "--as", as});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_NEAR(size(small), share * size(model), 2000) << as;
    EXPECT_NEAR(accuracy(small), accuracy(model), .021) << as;  // two of 100 pictures
  }
}

TEST(Convert, ToAnotherTypeWantsTwoModels) {
  const auto result = run({"convert", "a.safetensors", "b.csv", "--as", "f16"});
  EXPECT_EQ(result.code, 2);
  EXPECT_NE(result.err.find("expected IN.safetensors OUT.safetensors"), std::string::npos) << result.err;
  EXPECT_EQ(run({"convert", "a.safetensors", "b.safetensors", "--as", "f8"}).code, 2);
  EXPECT_EQ(run({"convert", "a.safetensors", "b.safetensors", "--as", "i8"}).code, 4);
}

}  // namespace
