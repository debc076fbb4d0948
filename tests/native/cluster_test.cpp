// The commands that cluster and cross-validate, on the tiny data set: their JSON has the documented keys, a saved model
// answers as the command did, and bad words get one line.

#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/models.h"
#include "classic/cluster_classifier.h"
#include "data/source.h"
#include "learn/metrics.h"
#include "native/program.h"

namespace {

using nlohmann::json;
using program::Folder;
using program::run;
using program::tiny;
using testing::HasSubstr;

json json_of(const program::Words& words) {
  const auto r = run(words);
  EXPECT_EQ(r.code, 0) << r.err;
  return json::parse(r.out, nullptr, false);
}

TEST(Cluster, EveryMethodGivesTheDocumentedKeys) {
  for (const std::string method : {"kmeans", "wta", "som"}) {
    const json j = json_of({method, "-k", "12", "--data", tiny, "--json", "--quiet", "--seed", "3"});
    EXPECT_EQ(j["method"], method);
    EXPECT_EQ(j["k"], 12);
    for (const char* key : {"accuracy", "train_accuracy", "nmi", "ari", "inertia", "seconds"}) {
      ASSERT_TRUE(j[key].is_number()) << method << ": " << key;
      EXPECT_GT(j[key].get<double>(), 0) << method << ": " << key;
    }
    EXPECT_EQ(j["confusion"].size(), 10u);
    EXPECT_NEAR(j["inertia_per_sample"].get<double>() * 200, j["inertia"].get<double>(), 1e-6);
  }
}

TEST(Cluster, TheModelItWritesNamesTheSamePictures) {
  for (const program::Words& features : {program::Words{}, {"--pca", "5"}, {"--hog", "--pca", "9"}}) {
    const Folder folder;
    const std::string model = folder / "groups.safetensors";
    program::Words words = {"kmeans", "-k", "12", "--data", tiny, "--json", "--out", model};
    words.insert(words.end(), features.begin(), features.end());
    const json j = json_of(words);
    const thimble::Dataset test = thimble::load_data(tiny).test;
    const auto loaded = thimble::load_model(model);
    const thimble::ConfusionMatrix confusion(test.labels, loaded->predict(test.x), 10);
    EXPECT_DOUBLE_EQ(confusion.accuracy(), j["accuracy"].get<double>());
  }
}

TEST(Cluster, TheSeedSettlesTheResultAndThreadsDoNot) {
  const auto of = [](const program::Words& more) {
    program::Words words = {"kmeans", "-k", "12", "--data", tiny, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    json j = json_of(words);
    for (const char* key : {"seconds", "fit_seconds", "predict_seconds"}) j.erase(key);
    return j;
  };
  const json first = of({"--seed", "1", "--threads", "1"});
  EXPECT_EQ(of({"--seed", "1", "--threads", "4"}), first);
  EXPECT_NE(of({"--seed", "2"})["inertia"], first["inertia"]);
}

TEST(Cluster, RefusesMoreClustersThanPictures) {
  const auto r = run({"kmeans", "-k", "201", "--data", tiny});
  EXPECT_EQ(r.code, 2);
  EXPECT_THAT(r.err, HasSubstr("kmeans: expected 1 to 200 centres for 200 samples, got 201"));
  EXPECT_EQ(run({"kmeans", "-k", "0", "--data", tiny}).code, 2);
  EXPECT_EQ(run({"som", "--pca", "785", "--data", tiny}).code, 2);
}

TEST(CrossValidation, GivesEveryFold) {
  const json j =
      json_of({"cv", "mpp", "--case", "1", "--pca", "8", "--folds", "5", "--stratified", "--data", tiny, "--json"});
  ASSERT_EQ(j["folds"].size(), 5u);
  double sum = 0;
  for (const json& fold : j["folds"]) sum += fold.get<double>();
  EXPECT_NEAR(j["accuracy"].get<double>(), sum / 5, 1e-12);
  EXPECT_GT(j["deviation"].get<double>(), 0);
  EXPECT_EQ(j["count"], 200);
  int total = 0;
  for (const json& row : j["confusion"])
    for (const json& cell : row) total += cell.get<int>();
  EXPECT_EQ(total, 200);
}

TEST(CrossValidation, IsTheSameForAnyNumberOfThreads) {
  for (const program::Words& method :
       {program::Words{"mpp", "--case", "2", "--pca", "8"}, {"knn", "-k", "3"}, {"kmeans", "-k", "5"}}) {
    const auto with_threads = [&](const char* threads) {
      program::Words words = {"cv"};
      words.insert(words.end(), method.begin(), method.end());
      words.insert(words.end(), {"--folds", "7", "--data", tiny, "--json", "--threads", threads});
      json j = json_of(words);
      j.erase("seconds");
      return j;
    };
    const json one = with_threads("1");
    EXPECT_EQ(with_threads("3"), one) << method[0];
    EXPECT_GT(one["accuracy"].get<double>(), 0.3) << method[0];
  }
}

TEST(CrossValidation, OfAllTakesTheTestSetToo) {
  EXPECT_EQ(json_of({"cv", "mpp", "--case", "1", "--folds", "3", "--split", "all", "--data", tiny, "--json"})["count"],
            300);
}

TEST(CrossValidation, RefusesUnknownMethodsAndTooManyFolds) {
  const auto r = run({"cv", "knnn", "--data", tiny});
  EXPECT_EQ(r.code, 2);
  EXPECT_THAT(r.err, HasSubstr("got \"knnn\""));
  const auto many = run({"cv", "mpp", "--folds", "201", "--data", tiny});
  EXPECT_EQ(many.code, 2);
  EXPECT_THAT(many.err, HasSubstr("expected 2 to 200 folds of 200 samples, got 201"));
}

TEST(Grid, ChoosesOnValidationAndMeasuresOnce) {
  const json j = json_of({"grid", "knn", "--over", "k=1,3", "--over", "metric=l1,l2", "--pca", "9", "--validation",
                          "stratified:0.2", "--data", tiny, "--json", "--quiet"});
  ASSERT_EQ(j["rows"].size(), 4u);
  double most = 0;
  for (const json& row : j["rows"]) most = std::max(most, row["accuracy"].get<double>());
  EXPECT_EQ(j["validation_accuracy"].get<double>(), most);
  EXPECT_EQ(j["split"], "test");
  EXPECT_EQ(j["best"].size(), 2u);
}

TEST(Grid, RefusesUnknownOptionsAndValues) {
  const auto refused = [](const std::string& over) {
    const auto r = run({"grid", "knn", "--over", over, "--data", tiny});
    EXPECT_EQ(r.code, 2) << over;
    return r.err;
  };
  EXPECT_THAT(refused("k"), HasSubstr("expected an option and its values as in k=1,3,5, got \"k\""));
  EXPECT_THAT(refused("k=1,,2"), HasSubstr("expected values with commas between them"));
  EXPECT_THAT(refused("k=0"), HasSubstr("k: expected a whole number from 1"));
  EXPECT_THAT(refused("depth=3"), HasSubstr("expected one of k, metric, weights"));
  EXPECT_THAT(refused("metric=l0.5"),
              HasSubstr("metric: expected l1, l2, l3, linf, or lP with P from 1 to 100, got \"l0.5\""));
}

TEST(Compare, CountsWhatOnlyOneGotRight) {
  const Folder folder;
  const std::string coarse = folder / "coarse.safetensors", fine = folder / "fine.safetensors";
  EXPECT_EQ(run({"kmeans", "-k", "2", "--data", tiny, "--out", coarse, "--quiet"}).code, 0);
  EXPECT_EQ(run({"kmeans", "-k", "30", "--data", tiny, "--out", fine, "--quiet"}).code, 0);
  const json j = json_of({"compare", coarse, fine, "--data", tiny, "--json"});
  EXPECT_NEAR((j["only_second"].get<double>() - j["only_first"].get<double>()) / 100,
              j["accuracy"][1].get<double>() - j["accuracy"][0].get<double>(), 1e-12);
  EXPECT_LT(j["p"].get<double>(), 0.01);
  const json same = json_of({"compare", fine, fine, "--data", tiny, "--json"});
  EXPECT_EQ(same["p"], 1);
  EXPECT_EQ(run({"compare", coarse, folder / "none.safetensors", "--data", tiny}).code, 4);
}

}  // namespace
