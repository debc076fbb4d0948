// The object that `thimble train --json` prints, key by key, and the events of --jsonl.

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "native/program.h"

namespace {

using nlohmann::json;
using program::run;
using program::tiny;

program::Words training(const program::Words& more) {
  program::Words words{"train",
                       "--net",
                       "conv 4 3x3, relu, max_pool 2, flatten, dense 10",
                       "--data",
                       tiny,
                       "--epochs",
                       "2",
                       "--batch",
                       "16",
                       "--validation",
                       "stratified:0.2",
                       "--threads",
                       "2",
                       "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<std::string> keys(const json& object) {
  std::vector<std::string> names;
  for (const auto& item : object.items()) names.push_back(item.key());
  return names;
}

TEST(TrainJson, HasExactlyTheDocumentedKeys) {
  const auto r = run(training({"--json", "--seed", "5"}));
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.err, "");
  const json j = json::parse(r.out);
  EXPECT_THAT(keys(j),
              testing::UnorderedElementsAre("train", "validation", "test", "epochs", "seconds", "images_per_second",
                                            "gflops", "seed", "threads", "isa", "parameters", "weights_sha256"));
  EXPECT_THAT(keys(j["train"]), testing::UnorderedElementsAre("accuracy", "loss"));
  EXPECT_THAT(keys(j["validation"]), testing::UnorderedElementsAre("accuracy", "loss"));
  EXPECT_THAT(keys(j["test"]), testing::UnorderedElementsAre("accuracy", "loss", "confusion"));
  EXPECT_EQ(j["test"]["confusion"].size(), 10u);
  EXPECT_EQ(j["epochs"], 2);
  EXPECT_EQ(j["seed"], 5);
  EXPECT_EQ(j["threads"], 2);
  EXPECT_EQ(j["parameters"], 4 * 9 + 4 + 4 * 169 * 10 + 10);
  EXPECT_EQ(j["weights_sha256"].get<std::string>().size(), 64u);
  EXPECT_GT(j["images_per_second"].get<double>(), 0);
}

TEST(TrainJson, CountsThroughputAsTheIssueDefinesIt) {
  const json j = json::parse(run(training({"--json"})).out);
  const double seconds = j["seconds"], images = j["images_per_second"], macs = 4 * 9 * 676 + 676 * 10;
  EXPECT_NEAR(images * seconds, 2 * 160, 0.1);
  EXPECT_NEAR(j["gflops"].get<double>(), 6e-9 * macs * images, 1e-9 * macs * images);
}

TEST(TrainJson, HasNullWhereThereIsNoValidation) {
  const json j =
      json::parse(run({"train", "--net", "flatten, dense 10", "--data", tiny, "--epochs", "1", "--json"}).out);
  EXPECT_TRUE(j["validation"].is_null());
}

TEST(TrainJson, LinesTellEveryEpoch) {
  const auto r = run(training({"--jsonl"}));
  std::istringstream all(r.out);
  std::vector<json> events;
  for (std::string line; std::getline(all, line);) events.push_back(json::parse(line));
  ASSERT_EQ(events.size(), 4u) << r.out;
  EXPECT_EQ(events[0]["event"], "start");
  EXPECT_GT(events[0]["memory_bytes"].get<double>(), 200 * 784);
  EXPECT_EQ(events[1]["event"], "epoch");
  EXPECT_EQ(events[2]["epoch"], 2);
  EXPECT_TRUE(events[2]["validation"]["loss"].is_number());
  EXPECT_EQ(events[3]["event"], "result");
  EXPECT_EQ(events[3]["train"], events[2]["train"]);
}

TEST(TrainJson, WeightsAreTheSameForAnyNumberOfThreads) {
  std::vector<std::string> hashes;
  for (const char* threads : {"1", "2", "3", "4", "7"}) {
    const auto r = run({"train", "--net",
                        "conv 5 3x3 same, relu, batch_norm, max_pool 2, dropout 0.3, flatten, dense 17, relu, dense 10",
                        "--data", tiny, "--epochs", "2", "--batch", "33", "--augment", "flip, shift 2", "--threads",
                        threads, "--json", "--quiet"});
    ASSERT_EQ(r.code, 0) << r.err;
    hashes.push_back(json::parse(r.out)["weights_sha256"]);
  }
  for (const std::string& hash : hashes) EXPECT_EQ(hash, hashes[0]);
}

TEST(TrainJson, TheSeedDecidesTheWeights) {
  const auto hash = [](const char* seed) {
    return json::parse(run(training({"--json", "--seed", seed})).out)["weights_sha256"].get<std::string>();
  };
  EXPECT_EQ(hash("3"), hash("3"));
  EXPECT_NE(hash("3"), hash("4"));
}

TEST(TrainJson, UnfusedLayersLearnTheSame) {
  const json on = json::parse(run(training({"--json"})).out),
             off = json::parse(run(training({"--json", "--fuse", "off"})).out);
  EXPECT_NEAR(on["train"]["loss"].get<double>(), off["train"]["loss"].get<double>(), 1e-3);
}

}  // namespace
