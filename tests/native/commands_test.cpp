// Every command but train, on the tiny data set: that it works, and that its JSON has the documented keys.

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "native/program.h"

namespace {

using nlohmann::json;
using program::Folder;
using program::run;
using program::tiny;
using testing::HasSubstr;

const std::string kNet = "flatten, dense 8, relu, dense 10";

std::string trained(const Folder& folder) {
  const std::string model = folder / "model.safetensors";
  const auto r = run({"train", "--net", kNet, "--data", tiny, "--epochs", "2", "--out", model, "--quiet", "--json"});
  EXPECT_EQ(r.code, 0) << r.err;
  return model;
}

json json_of(const program::Words& words) {
  const auto r = run(words);
  EXPECT_EQ(r.code, 0) << r.err;
  return json::parse(r.out, nullptr, false);
}

TEST(Info, CountsTheClasses) {
  const json j = json_of({"info", "--data", tiny, "--json"});
  EXPECT_EQ(j["data"]["train"]["count"], 200);
  EXPECT_EQ(j["data"]["test"]["count"], 100);
  EXPECT_EQ(j["data"]["train"]["class_counts"], json::array({20, 20, 20, 20, 20, 20, 20, 20, 20, 20}));
  EXPECT_EQ(j["data"]["train"]["shape"], json::array({28, 28}));
  EXPECT_GE(j["machine"]["cores"], 1);
  EXPECT_THAT(run({"info", "--data", tiny}).out, HasSubstr("200 pictures (28, 28)"));
}

TEST(Show, PrintsAPictureAsNumbersAndAsBlocks) {
  const auto numbers = run({"show", "--data", tiny, "--as", "numbers", "--index", "3"});
  EXPECT_EQ(numbers.code, 0) << numbers.err;
  EXPECT_EQ(program::lines(numbers.out), 29);  // a caption and 28 rows
  const json j = json_of({"show", "--data", tiny, "--index", "3", "--json"});
  ASSERT_EQ(j[0]["pixels"].size(), 784u);
  EXPECT_EQ(program::lines(run({"show", "--data", tiny, "--count", "2"}).out), 58);
}

TEST(Show, WritesGrids) {
  const Folder folder;
  EXPECT_EQ(run({"show", "--data", tiny, "--count", "5", "--out", folder / "grid.png"}).code, 0);
  EXPECT_EQ(program::read(folder / "grid.png").substr(0, 4), "\x89PNG");
  EXPECT_EQ(run({"show", "--data", tiny, "--count", "5", "--out", folder / "grid.svg"}).code, 0);
  EXPECT_THAT(program::read(folder / "grid.svg"), HasSubstr("<svg"));
  EXPECT_EQ(run({"show", "--data", tiny, "--out", folder / "grid.svg"}).err,
            "written: " + (folder / "grid.svg") + "\n");
}

TEST(Show, PreviewsWhatTrainingWillMeet) {
  const auto pixels = [](const program::Words& more) {
    program::Words words{"show", "--data", tiny, "--count", "3", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    json all = json::array();
    for (const json& picture : json_of(words)) all.push_back(picture["pixels"]);
    return all;
  };
  const json plain = pixels({}), drawn = pixels({"--augment", "outline 1"});
  EXPECT_NE(plain, drawn);
  EXPECT_EQ(drawn[0].size(), 784u);
  EXPECT_EQ(drawn, pixels({"--augment", "outline 1"}));
  EXPECT_NE(drawn, pixels({"--augment", "outline 1", "--seed", "3"}));
  EXPECT_EQ(run({"show", "--data", tiny, "--augment", "outlines 1"}).code, 2);
}

TEST(Summary, CountsTheParametersOfTheReports) {
  const json s21 = json_of({"summary", "S2-1", "--json"});
  EXPECT_EQ(s21["parameters"], 693962);
  const json s31 = json_of({"summary", "S3-1", "--json"});
  EXPECT_EQ(s31["parameters"], 3477578);
  EXPECT_EQ(s31["trainable"], 3475722);
  EXPECT_EQ(s31["non_trainable"], 1856);
  const json dense = json_of({"summary", "dense 3", "--shape", "4", "--json"});
  EXPECT_EQ(dense["layers"][0]["parameters"], 15);
  EXPECT_EQ(dense["macs"], 12);
}

TEST(Summary, ReadsAFileAndAModel) {
  const Folder folder;
  program::write(folder / "net.txt", "# mine\nflatten\ndense 8, relu\ndense 10\n");
  EXPECT_EQ(json_of({"summary", folder / "net.txt", "--json"})["parameters"], 784 * 8 + 8 + 90);
  EXPECT_EQ(json_of({"summary", trained(folder), "--json"})["parameters"], 784 * 8 + 8 + 90);
  program::write(folder / "model", program::read(folder / "model.safetensors"));
  EXPECT_EQ(json_of({"summary", folder / "model", "--json"})["parameters"], 784 * 8 + 8 + 90);
}

TEST(Eval, AgreesWithItsOwnConfusionMatrix) {
  const Folder folder;
  const std::string model = trained(folder);
  const json j = json_of({"eval", model, "--data", tiny, "--json"});
  EXPECT_EQ(j["split"], "test");
  EXPECT_EQ(j["count"], 100);
  int right = 0, all = 0;
  for (size_t i = 0; i < 10; ++i)
    for (size_t k = 0; k < 10; ++k) {
      const int n = j["confusion"][i][k].get<int>();
      all += n;
      right += i == k ? n : 0;
    }
  EXPECT_EQ(all, 100);
  EXPECT_DOUBLE_EQ(j["accuracy"].get<double>(), right / 100.0);
  EXPECT_GT(j["loss"].get<double>(), 0);
  EXPECT_EQ(json_of({"eval", model, "--split", "train", "--data", tiny, "--json"})["count"], 200);
  EXPECT_THAT(run({"eval", model, "--data", tiny}).out, HasSubstr("macro avg"));
}

TEST(Predict, GivesAProbabilityForEveryClass) {
  const Folder folder;
  const std::string model = trained(folder), picture = folder / "one.png";
  ASSERT_EQ(run({"show", "--data", tiny, "--out", picture}).code, 0);
  const json j = json_of({"predict", "--model", model, picture, picture, "--json"});
  ASSERT_EQ(j.size(), 2u);
  EXPECT_EQ(j[0]["file"], picture);
  EXPECT_TRUE(j[0]["label"].is_number_integer());
  EXPECT_TRUE(j[0]["class"].is_string());
  double sum = 0;
  for (const json& p : j[0]["probabilities"]) sum += p.get<double>();
  EXPECT_NEAR(sum, 1, 1e-5);
  EXPECT_EQ(j[0]["probabilities"], j[1]["probabilities"]);
  EXPECT_EQ(program::lines(run({"predict", "--model", model, picture}).out), 1);
}

TEST(Predict, TakesThePagesNetworkUnlessToldOtherwise) {
  const Folder folder;
  const std::string picture = folder / "one.png", shipped = THIMBLE_SOURCE_DIR "/web/model/page.safetensors";
  ASSERT_EQ(run({"show", "--data", tiny, "--out", picture}).code, 0);
  EXPECT_EQ(json_of({"predict", picture, "--json"}), json_of({"predict", "--model", shipped, picture, "--json"}));
}

TEST(Predict, KnowsShippedNetworksByTheirNames) {
  const Folder folder;
  const std::string picture = folder / "one.png", file = THIMBLE_SOURCE_DIR "/lib/models/tiny.safetensors";
  ASSERT_EQ(run({"show", "--data", tiny, "--out", picture}).code, 0);
  EXPECT_EQ(json_of({"predict", "--model", "tiny", picture, "--json"}),
            json_of({"predict", "--model", file, picture, "--json"}));
  EXPECT_EQ(json_of({"eval", "tiny", "--data", tiny, "--json"}), json_of({"eval", file, "--data", tiny, "--json"}));
  EXPECT_EQ(json_of({"compare", "tiny", "tiny10k", "--data", tiny, "--json"})["count"], 100);
  EXPECT_EQ(json_of({"info", "--data", tiny, "--json"})["models"], json::array({"page", "tiny", "tiny10k"}));
  EXPECT_THAT(run({"info", "--data", tiny}).out, HasSubstr("tiny10k"));
  const auto wrong = run({"eval", "tinny", "--data", tiny});
  EXPECT_EQ(wrong.code, 4);
  EXPECT_THAT(wrong.err, HasSubstr("; with the program come page, tiny or tiny10k"));
}

TEST(LrFind, SuggestsRatesInsideTheSweep) {
  const Folder folder;
  const json j =
      json_of({"lr-find", "--net", kNet, "--data", tiny, "--steps", "60", "--out", folder / "lr.svg", "--json"});
  EXPECT_GE(j["points"].size(), 12u);
  EXPECT_GT(j["steepest"].get<double>(), 1e-6);
  EXPECT_LT(j["a_tenth"].get<double>(), 1);
  EXPECT_THAT(program::read(folder / "lr.svg"), HasSubstr("<svg"));
}

TEST(Gradcheck, PassesEveryKindOfLayer) {
  for (const char* layer : {"dense 5", "conv 3 3x3 same stride 2", "max_pool 2", "avg_pool 2", "batch_norm", "relu",
                            "tanh", "sigmoid", "softmax", "dropout 0.3"}) {
    const auto r = run({"gradcheck", layer, "--json"});
    EXPECT_EQ(r.code, 0) << layer << r.err;
    const json j = json::parse(r.out, nullptr, false);
    EXPECT_EQ(j["passed"], true) << r.out;
    EXPECT_TRUE(j["shape"].is_array()) << r.out;
    EXPECT_GT(j["gradients"][0]["norm"].get<double>(), 0);
  }
}

}  // namespace
