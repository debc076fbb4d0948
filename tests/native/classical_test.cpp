// The commands of the classical methods on the tiny data set: what they print, save and refuse.

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "native/program.h"

namespace {

using nlohmann::json;
using program::Folder;
using program::run;
using program::tiny;
using program::Words;
using testing::HasSubstr;

Words on_tiny(Words words) {
  words.insert(words.end(), {"--data", tiny});
  return words;
}

json json_of(Words words) {
  words.emplace_back("--json");
  const auto r = run(on_tiny(std::move(words)));
  EXPECT_EQ(r.code, 0) << r.err;
  return json::parse(r.out, nullptr, false);
}

void expect_common_keys(const json& j, const std::string& method) {
  EXPECT_EQ(j["method"], method);
  EXPECT_EQ(j["split"], "test");
  EXPECT_EQ(j["count"], 100);
  EXPECT_GT(j["accuracy"], 0.4);
  EXPECT_GT(j["seconds"], 0);
  int right = 0;
  for (size_t k = 0; k < 10; ++k) right += j["confusion"][k][k].get<int>();
  EXPECT_EQ(j["accuracy"].get<double>(), right / 100.0);
}

TEST(MppCommand, MeasuresEveryCase) {
  for (const char* which : {"1", "2", "3"}) {
    const json j = json_of({"mpp", "--case", which, "--ridge", "0.01", "--shrink", "0.1", "--priors", "equal"});
    expect_common_keys(j, "mpp");
    EXPECT_EQ(j["case"], std::stoi(which));
    EXPECT_EQ(j["ridge"], 0.01);
    EXPECT_EQ(j["priors"], "equal");
  }
}

TEST(MppCommand, PutsTransformsInFront) {
  expect_common_keys(json_of({"mpp", "--case", "2", "--pca", "10"}), "mpp");
  expect_common_keys(json_of({"mpp", "--case", "1", "--pca", "0.8", "--fld"}), "mpp");
  EXPECT_EQ(run(on_tiny({"mpp", "--case", "2", "--pca", "785"})).err,
            "fitting on 200 pictures of unknown data set\n"
            "thimble: pca: expected 1 to 784 components, got 785\n");
  const auto r = run(on_tiny({"mpp", "--case", "2", "--pca", "all"}));
  EXPECT_EQ(r.code, 2);
  EXPECT_THAT(r.err,
              HasSubstr("--pca: expected a number of components, or a share of the variance below 1, got \"all\""));
}

TEST(MppCommand, PrintsWhatEvalPrints) {
  const Folder folder;
  const std::string model = folder / "mpp.safetensors";
  const auto r = run(on_tiny({"mpp", "--case", "2", "--pca", "20", "--out", model}));
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("Gaussian classes, case 2: covariance shared\n\nConfusion matrix, test set"));
  EXPECT_THAT(r.err, HasSubstr("written: " + model));
  const auto eval = run(on_tiny({"eval", model}));
  EXPECT_EQ(eval.code, 0) << eval.err;
  const std::string matrix =
      r.out.substr(r.out.find("Confusion"), r.out.find("test accuracy") - r.out.find("Confusion"));
  EXPECT_THAT(eval.out, HasSubstr(matrix));
  const json j = json::parse(run(on_tiny({"eval", model, "--json"})).out, nullptr, false);
  EXPECT_GT(j["loss"], 0);
  EXPECT_EQ(j["count"], 100);
}

TEST(MppCommand, ItsModelsPredict) {
  const Folder folder;
  const std::string model = folder / "mpp.safetensors", picture = folder / "one.png";
  EXPECT_EQ(run(on_tiny({"mpp", "--case", "3", "--ridge", "0.05", "--out", model})).code, 0);
  EXPECT_EQ(run(on_tiny({"show", "--index", "0", "--out", picture})).code, 0);
  const auto r = run({"predict", "--model", model, picture, "--json"});
  EXPECT_EQ(r.code, 0) << r.err;
  const json j = json::parse(r.out, nullptr, false);
  ASSERT_EQ(j[0]["probabilities"].size(), 10u);
  double sum = 0;
  for (const auto& p : j[0]["probabilities"]) sum += p.get<double>();
  EXPECT_NEAR(sum, 1, 1e-5);
}

TEST(MppCommand, SaysInOneLineWhatItCannotDo) {
  const auto refused = [](Words words, int code, const char* part) {
    words.emplace_back("--quiet");
    const auto r = run(on_tiny(std::move(words)));
    EXPECT_EQ(r.code, code) << r.err;
    EXPECT_THAT(r.err, HasSubstr(part));
    EXPECT_EQ(program::lines(r.err), 1);
  };
  refused({"mpp", "--case", "3"}, 3, "is singular (value 0 of a sample depends on those before it): add a ridge or");
  refused({"mpp", "--case", "4"}, 2, "expected a whole number from 1 to 3, got \"4\"");
  refused({"mpp"}, 2, "--case");
  refused({"mpp", "--case", "1", "--priors", "0.5,0.5"}, 2, "mpp: expected 10 priors, one a class, got 2");
  refused({"mpp", "--case", "1", "--shrink", "2"}, 2, "--shrink: expected a number from 0 to 1");
}

TEST(PcaCommand, SaysHowMuchTheComponentsHold) {
  const json j = json_of({"pca", "--variance", "0.9"});
  expect_common_keys(j, "pca");
  EXPECT_EQ(j["components"], j["components_for"]["0.90"]);
  EXPECT_GE(j["variance"], 0.9);
  EXPECT_EQ(j["shares"].size(), 784u);
  const auto r = run(on_tiny({"pca", "--components", "5", "--whiten"}));
  EXPECT_THAT(r.out, HasSubstr("Nearest class mean on 5 components"));
  EXPECT_EQ(run(on_tiny({"pca", "--components", "5", "--variance", "0.9"})).code, 2);
  EXPECT_EQ(run(on_tiny({"pca", "--components", "900", "--quiet"})).err,
            "thimble: pca: expected 1 to 784 components, got 900\n");
}

TEST(FldCommand, FindsOneDirectionFewerThanClasses) {
  const json j = json_of({"fld", "--ridge", "0.1"});
  expect_common_keys(j, "fld");
  EXPECT_EQ(j["components"], 9);
  EXPECT_EQ(j["ratios"].size(), 9u);
  const auto r = run(on_tiny({"fld", "--ridge", "0", "--quiet"}));
  EXPECT_EQ(r.code, 3);
  EXPECT_THAT(r.err, HasSubstr("fld: the scatter within the classes is singular"));
}

}  // namespace
