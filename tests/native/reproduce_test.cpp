// thimble reproduce: tiny recipes on the tiny data set; interrupted, resumed, quick, and refused.

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "native/program.h"
#include "plot/xml_checker.h"

namespace {

using program::Folder;
using program::tiny;
using program::Words;
using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::ordered_json;

const char* const kNetwork =
    "title = A tiny network\n"
    "net = flatten, dense 8, relu, dropout 0.1, dense 10\n"
    "batch = 16\nepochs = 3\nvalidation = head:40\nseeds = 2\n"
    "reported.test_accuracy = 0.5\nreported.history =\n  2 0.2 2 0.3\n  1 0.5 1.5 0.4\n"
    "tolerance.test_accuracy = 0 1\nfinding = Too small to be true.\n";

Words reproducing(const Words& names, const std::string& out, const Words& more = {}) {
  Words words{"reproduce"};
  words.insert(words.end(), names.begin(), names.end());
  words.insert(words.end(), {"--data", tiny, "--out", out, "--quiet"});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// What does not depend on how fast the machine is, and where it stopped.
Json timeless(const std::string& text) {
  Json json = Json::parse(text);
  const std::function<void(Json&)> strip = [&](Json& value) {
    for (const char* key : {"seconds", "gflops", "images_per_second"})
      if (value.is_object()) value.erase(key);
    if (!value.is_structured()) return;
    for (Json& part : value) strip(part);
  };
  strip(json);
  return json;
}

TEST(Reproduce, TwoSeedsOfARecipeFileAndTheirVerdict) {
  const Folder folder;
  program::write(folder / "mine.recipe", kNetwork);
  const auto r = program::run(reproducing({folder / "mine.recipe"}, folder / "out", {"--json"}));
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.err, "");
  const Json list = Json::parse(r.out);
  ASSERT_EQ(list.size(), 1u);
  const Json& mine = list[0];
  EXPECT_EQ(mine["id"], "mine");
  EXPECT_EQ(mine["reported"], 0.5);
  EXPECT_EQ(mine["seeds"], 2);
  EXPECT_EQ(mine["verdict"], "reproduced");
  EXPECT_EQ(mine["finding"], "Too small to be true.");
  const double a = mine["runs"][0]["test_accuracy"], b = mine["runs"][1]["test_accuracy"];
  EXPECT_NEAR(mine["mean"].get<double>(), (a + b) / 2, 1e-12);
  EXPECT_EQ(mine["best"].get<double>(), std::max(a, b));
  EXPECT_EQ(mine["worst"].get<double>(), std::min(a, b));
  EXPECT_NE(mine["runs"][0]["weights_sha256"], mine["runs"][1]["weights_sha256"]);
  EXPECT_EQ(Json::parse(program::read(folder / "out/mine.json")), mine);
  EXPECT_EQ(Json::parse(program::read(folder / "out/result.json")), list);
  EXPECT_TRUE(program::exists(folder / "out/runs/mine.seed-1.json"));

  const auto words = program::run(reproducing({folder / "mine.recipe", "S2-X"}, folder / "out", {"--resume"}));
  EXPECT_EQ(words.code, 0) << words.err;
  EXPECT_THAT(words.out, HasSubstr("reproduced\n"));
  EXPECT_THAT(words.out, HasSubstr("mine: Too small to be true."));
  EXPECT_THAT(words.out, HasSubstr("not rebuilt\n"));
}

TEST(Reproduce, ThePageIsWellFormedAndNeedsNothingFromElsewhere) {
  const Folder folder;
  program::write(folder / "a<b.recipe", kNetwork);
  program::write(folder / "groups.recipe", "method = kmeans -k 10\nseeds = 2\ntolerance.train_accuracy = 0 1\n");
  const auto r = program::run(
      reproducing({folder / "a<b.recipe", folder / "groups.recipe", "S2-X"}, folder / "out", {"--seeds", "3"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const std::string page = program::read(folder / "out/report.html"), doctype = "<!DOCTYPE html>\n";
  ASSERT_EQ(page.substr(0, doctype.size()), doctype);
  EXPECT_EQ(thimble::xml_error(page.substr(doctype.size())), "");
  const auto count = [&](const std::string& part) { return thimble::occurrences(page, part); };
  for (const char* part : {"<script", "<link", "@import", "url("}) EXPECT_EQ(count(part), 0) << part;
  EXPECT_EQ(count("http"), count("xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_EQ(count("src="), count("src=\"data:image/png;base64,"));
  EXPECT_EQ(count("<img "), count(" alt=\""));
  EXPECT_EQ(count("<table"), count("<caption"));
  EXPECT_EQ(count("class=\"sign\">✓</span> reproduced"), 4) << "two systems, in the table and in their sections";
  EXPECT_EQ(count("class=\"sign\">–</span> not rebuilt"), 2);
  EXPECT_EQ(count("id=\"a&lt;b\""), 1);
  for (const char* heading : {"Figures", "Learning", "What is taken for what", "Class by class", "Sure and wrong"})
    EXPECT_GE(count("<h3>" + std::string(heading) + "</h3>"), 1) << heading;
  EXPECT_GE(count("training, reported"), 2) << "the report's own curves";
}

TEST(Reproduce, InterruptedAndResumedIsAsIfNothingHadHappened) {
  const Folder folder;
  std::string recipe = kNetwork;
  recipe.replace(recipe.find("epochs = 3"), 10, "epochs = 150");
  program::write(folder / "mine.recipe", recipe);
  const auto whole = program::run(reproducing({folder / "mine.recipe"}, folder / "whole", {"--json"}));
  ASSERT_EQ(whole.code, 0) << whole.err;
  program::Finished first{};
  std::string out;
  for (int trial = 0; trial < 100 && first.code != 130; ++trial) {  // a busy machine may let it end before the signal
    out = folder / ("out" + std::to_string(trial));
    program::Running running(reproducing({folder / "mine.recipe"}, out, {"--json"}));
    while (!program::exists(out + "/runs/mine.seed-2.ckpt") && !running.over()) ::usleep(500);
    running.send(SIGINT);
    first = running.wait();
  }
  ASSERT_EQ(first.code, 130) << first.err;
  EXPECT_EQ(first.out, "");
  EXPECT_THAT(first.err, HasSubstr("go on with thimble reproduce "));
  EXPECT_THAT(first.err, HasSubstr(" --resume\n"));
  EXPECT_TRUE(program::exists(out + "/runs/mine.seed-1.json"));
  EXPECT_FALSE(program::exists(out + "/runs/mine.seed-2.json"));
  const std::string kept = program::read(out + "/runs/mine.seed-1.json");
  const auto second =
      program::run(reproducing({folder / "mine.recipe"}, out, {"--json", "--resume", "--threads", "1"}));
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(program::read(out + "/runs/mine.seed-1.json"), kept) << "finished: not run again";
  EXPECT_FALSE(program::exists(out + "/runs/mine.seed-2.ckpt"));
  std::set<long long> all_pictures;
  for (const std::string& out_json : {whole.out, second.out}) {
    const Json list = Json::parse(out_json);
    for (const Json& run : list[0]["runs"]) {
      const double pictures = run["images_per_second"].get<double>() * run["seconds"].get<double>();
      EXPECT_NEAR(pictures, std::round(pictures), 1e-6 * pictures) << "whole epochs, over all seconds";
      all_pictures.insert(std::llround(pictures));
    }
  }
  EXPECT_EQ(all_pictures.size(), 1u) << "as many where it was interrupted";
  Json a = timeless(whole.out), b = timeless(second.out);
  for (Json* json : {&a, &b}) (*json)[0].erase("threads");
  EXPECT_EQ(a, b);
}

TEST(Reproduce, AGridIsChosenOnValidationData) {
  const Folder folder;
  program::write(folder / "grid.recipe",
                 "net = flatten, dense 10\nepochs = 2\nbatch = 16\nvalidation = head:40\nseeds = 1\n"
                 "over.optimizer/lr = adam 0.01, sgd 0.1\nover.batch = 16, 50\n"
                 "reported.grid =\n 1 1 1 0.5 0.5 0.5\n 1 1 1 0.5 0.5 0.5\n 1 1 1 0.5 0.5 0.5\n 1 1 1 0.5 0.5 0.6\n"
                 "reported.chosen = 4\ntolerance.test_accuracy = 0 1\n");
  const auto r = program::run(reproducing({folder / "grid.recipe"}, folder / "out", {"--json"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const Json grid = Json::parse(r.out)[0];
  ASSERT_EQ(grid["rows"].size(), 4u);
  double most = 0;
  for (const Json& row : grid["rows"]) most = std::max(most, row["validation_accuracy"].get<double>());
  const int chosen = grid["runs"][0]["chosen_row"].get<int>();
  EXPECT_EQ(grid["rows"][static_cast<size_t>(chosen - 1)]["validation_accuracy"], most);
  EXPECT_EQ(grid["mean"], grid["rows"][static_cast<size_t>(chosen - 1)]["test_accuracy"]);
  EXPECT_EQ(grid["rows"][3]["setting"], "sgd 0.1, batch 50");
  EXPECT_THAT(program::read(folder / "out/report.html"), HasSubstr("the report chose by test accuracy"));
  const auto words = program::run(reproducing({folder / "grid.recipe"}, folder / "out", {"--resume"}));
  EXPECT_THAT(words.out, HasSubstr("grid: every setting"));
  EXPECT_THAT(words.out, HasSubstr("o sgd 0.1, batch 50"));
}

TEST(Reproduce, MethodsAreThoseOfTheCommandLine) {
  const Folder folder;
  program::write(folder / "near.recipe", "method = knn -k 3 --pca 10\nseeds = 1\ntolerance.test_accuracy = 0 1\n");
  program::write(folder / "folds.recipe",
                 "method = cv mpp --case 1 --folds 4 --split all\nseeds = 1\ntolerance.accuracy = 0 1\n");
  program::write(folder / "groups.recipe", "method = kmeans -k 10\nseeds = 2\ntolerance.train_accuracy = 0 1\n");
  const auto r = program::run(reproducing({folder / "near.recipe", folder / "folds.recipe", folder / "groups.recipe"},
                                          folder / "out", {"--json", "--seeds", "2"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const Json list = Json::parse(r.out);
  const auto alone = program::run({"knn", "-k", "3", "--pca", "10", "--data", tiny, "--json", "--quiet"});
  EXPECT_EQ(list[0]["mean"], Json::parse(alone.out)["accuracy"]);
  EXPECT_EQ(list[0]["seeds"], 1);
  EXPECT_NEAR(list[0]["runs"][0]["components_90"].get<double>(), 60, 59);
  const auto folded = program::run({"cv", "mpp", "--case", "1", "--folds", "4", "--split", "all", "--seed", "1",
                                    "--data", tiny, "--json", "--quiet"});
  EXPECT_EQ(list[1]["mean"], Json::parse(folded.out)["accuracy"]);
  const auto grouped = program::run({"kmeans", "-k", "10", "--seed", "2", "--data", tiny, "--json", "--quiet"});
  EXPECT_EQ(list[2]["runs"][1]["train_accuracy"], Json::parse(grouped.out)["train_accuracy"]);
  EXPECT_EQ(list[2]["runs"][1]["inertia_per_sample"], Json::parse(grouped.out)["inertia_per_sample"]);
}

TEST(Reproduce, QuickIsNeverClaimedAsAReproduction) {
  const Folder folder;
  program::write(folder / "mine.recipe", kNetwork);
  const auto r = program::run(reproducing({folder / "mine.recipe", "S2-X"}, folder / "out", {"--json", "--quick"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const Json list = Json::parse(r.out);
  EXPECT_EQ(list[0]["verdict"], "quick");
  EXPECT_EQ(list[0]["words"], "quick: 1 of 2 seeds");
  EXPECT_EQ(list[1]["verdict"], "not rebuilt");
  EXPECT_EQ(list[1]["mean"], nullptr);
  EXPECT_EQ(list[1]["reported"], 0.8472);
}

TEST(Reproduce, RefusesInOneLineBeforeItComputes) {
  const Folder folder;
  const auto refuses = [&](const Words& words, int code, const std::string& part) {
    const auto r = program::run(words);
    EXPECT_EQ(r.code, code) << part;
    EXPECT_EQ(r.out, "");
    EXPECT_THAT(r.err, HasSubstr(part));
    EXPECT_EQ(program::lines(r.err), 1) << r.err;
  };
  refuses(reproducing({"S2_1"}, folder / "out"), 2, "did you mean S2-1?");
  refuses({"reproduce"}, 2, "ID is required");
  refuses(reproducing({"S2-1"}, folder / "out", {"--seeds", "0"}), 2,
          "--seeds: expected a whole number from 1 to 1000");
  refuses(reproducing({folder / "none.recipe"}, folder / "out"), 4, "none.recipe: cannot open");
  program::write(folder / "bad.recipe", "method = mpp --case 4\n");
  refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2,
          "bad.recipe: method: --case: expected a whole number");
  program::write(folder / "bad.recipe", "method = cv pca\n");
  refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2, "method: unknown method \"pca\"");
  program::write(folder / "bad.recipe", "method = mpp --out x\n");
  refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2, "bad.recipe: method: ");
  for (const std::string line : {"mpp -k 3", "mpp --folds 3", "mpp --metric l1", "knn --case 1", "knn --stratified",
                                 "kmeans --weights uniform", "fld -k 1", "fld --pca 9", "pca --fld", "pca --ridge 1",
                                 "cv knn --shrink 0.1", "pca --components 3 --variance 0.5"}) {
    program::write(folder / "bad.recipe", "method = " + line + "\n");
    refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2, "bad.recipe: method: ");
  }
  const std::string net = "net = flatten, dense 10\n";
  program::write(folder / "bad.recipe", net + "over.lr = 0.1, 0.2\n");
  refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2, "bad.recipe: expected a key `validation` to choose");
  program::write(folder / "bad.recipe", net + "patience = 3\n");
  refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2, "bad.recipe: expected a key `validation` for");
  program::write(folder / "bad.recipe", net + "restore_best = true\n");
  refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2, "bad.recipe: expected a key `validation` for");
  program::write(folder / "bad.recipe", "method = fld\nover.lr = 0.1, 0.2\n");
  refuses(reproducing({folder / "bad.recipe"}, folder / "out"), 2, "bad.recipe: expected a grid (over.KEYS)");
  program::write(folder / "result.recipe", net);
  refuses(reproducing({folder / "result.recipe"}, folder / "out"), 2, "expected another name than result");
  program::write(folder / "file", "x");
  refuses(reproducing({"S2-X"}, folder / "file" + "/out"), 4, "is a file, expected a folder");
  EXPECT_FALSE(program::exists(folder / "out"));
}

TEST(Reproduce, KeepsWhatOthersComputed) {
  const Folder folder;
  program::write(folder / "mine.recipe", kNetwork);
  ASSERT_EQ(program::run(reproducing({folder / "mine.recipe"}, folder / "out")).code, 0);
  const auto again = program::run(reproducing({folder / "mine.recipe"}, folder / "out"));
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("holds results of mine already; expected --resume"));
  const auto other = program::run(reproducing({folder / "mine.recipe"}, folder / "out", {"--resume", "--seed", "2"}));
  EXPECT_EQ(other.code, 0) << "seed 2 is there, seed 3 is new: " << other.err;

  std::string changed = kNetwork;
  changed.replace(changed.find("dense 8"), 7, "dense 9");
  program::write(folder / "mine.recipe", changed);
  const auto stranger = program::run(reproducing({folder / "mine.recipe"}, folder / "out", {"--resume"}));
  EXPECT_EQ(stranger.code, 3);
  EXPECT_THAT(stranger.err, HasSubstr("mine.seed-1.json: is of another recipe, or of other data"));

  program::write(folder / "mine.recipe", kNetwork);
  const std::string file = folder / "out/runs/mine.seed-1.json", whole = program::read(file);
  for (const std::string& damaged :
       {whole.substr(0, whole.size() / 2), std::string("{}"), std::string("[1, 2]"), std::string("")}) {
    program::write(file, damaged);
    const auto r = program::run(reproducing({folder / "mine.recipe"}, folder / "out", {"--resume"}));
    EXPECT_EQ(r.code, 3) << r.err;
    EXPECT_THAT(r.err, HasSubstr("mine.seed-1.json: expected a result of `thimble reproduce`"));
    EXPECT_EQ(program::lines(r.err), 1) << r.err;
  }
}

// The tiny data set with one byte of a file changed.
void copy_tiny(const std::string& to, const std::string& changed, size_t at) {
  program::shell("cp -r '" + tiny + "' '" + to + "' && chmod -R u+w '" + to + "' && gzip -dqf '" + to + "'/*.gz");
  std::string bytes = program::read(to + "/" + changed);
  ASSERT_GT(bytes.size(), at) << changed;
  bytes[at] = bytes[at] == 1 ? 2 : 1;
  program::write(to + "/" + changed, bytes);
}

TEST(Reproduce, KeptResultsBelongToAllOfTheData) {
  const Folder folder;
  program::write(folder / "mine.recipe", kNetwork);
  ASSERT_EQ(program::run(reproducing({folder / "mine.recipe"}, folder / "out")).code, 0);
  int i = 0;
  for (const auto& [file, at] : {std::pair<const char*, size_t>{"train-labels-idx1-ubyte", 8},
                                 {"t10k-labels-idx1-ubyte", 8},
                                 {"t10k-images-idx3-ubyte", 16}}) {
    const std::string data = folder / ("data" + std::to_string(++i));
    copy_tiny(data, file, at);
    const auto r = program::run(
        {"reproduce", folder / "mine.recipe", "--data", data, "--out", folder / "out", "--resume", "--quiet"});
    EXPECT_EQ(r.code, 3) << file << r.err;
    EXPECT_THAT(r.err, HasSubstr("is of another recipe, or of other data")) << file;
  }
}

TEST(Reproduce, ACheckpointOfOtherSettingsIsNotGoneOnFrom) {
  const Folder folder;
  const std::string head =
      "net = flatten, dense 8, relu, dense 10\nbatch = 16\nseeds = 1\nschedule = cosine\n"
      "tolerance.test_accuracy = 0 1\nepochs = ";
  const std::string recipe = folder / "mine.recipe", checkpoint = folder / "out/runs/mine.seed-1.ckpt";
  program::write(recipe, head + "50000\n");
  program::Running first(reproducing({recipe}, folder / "out"));
  while (!program::exists(checkpoint) && !first.over()) ::usleep(500);
  first.send(SIGINT);
  ASSERT_EQ(first.wait().code, 130);
  program::write(recipe, head + "40\n");
  const auto other = program::run({"reproduce", recipe, "--data", tiny, "--out", folder / "out", "--resume"});
  ASSERT_EQ(other.code, 0) << other.err;
  EXPECT_THAT(other.err, HasSubstr("mine.seed-1: the checkpoint is of other settings or data; begun afresh"));
  const auto fresh = program::run(reproducing({recipe}, folder / "fresh", {"--json"}));
  EXPECT_EQ(Json::parse(program::read(folder / "out/result.json"))[0]["runs"][0]["weights_sha256"],
            Json::parse(fresh.out)[0]["runs"][0]["weights_sha256"]);
}

TEST(Reproduce, AFolderWithTheEntryAloneIsNotFreshEither) {
  const Folder folder;
  ASSERT_EQ(program::run(reproducing({"S2-X"}, folder / "out")).code, 0);
  const auto again = program::run(reproducing({"S2-X"}, folder / "out"));
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("holds results of S2-X already"));
  EXPECT_EQ(program::run(reproducing({"S2-X"}, folder / "out", {"--resume"})).code, 0);
}

TEST(Reproduce, AGridWithoutAReportNamesItsSeedsAndNobodysChoice) {
  const Folder folder;
  program::write(folder / "grid.recipe",
                 "net = flatten, dense 10\nepochs = 1\nbatch = 16\nscale = 0.5\nvalidation = head:40\nseeds = 2\n"
                 "over.lr = 0.01, 0.02\n");
  const auto r = program::run(reproducing({folder / "grid.recipe"}, folder / "out", {"--json", "--seed", "7"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const Json grid = Json::parse(r.out)[0];
  EXPECT_EQ(grid["runs"][0]["seed"], 7);
  EXPECT_EQ(grid["runs"][1]["seed"], 8);
  EXPECT_EQ(grid["verdict"], "not judged");
  const std::string page = program::read(folder / "out/report.html");
  EXPECT_THAT(page, testing::Not(HasSubstr("the report chose")));
  EXPECT_THAT(page, HasSubstr("with several seeds, beside"));
  EXPECT_THAT(page, HasSubstr("pixels times 0.5."));
  ASSERT_EQ(program::run(reproducing({folder / "grid.recipe"}, folder / "quick", {"--quick"})).code, 0);
  EXPECT_THAT(program::read(folder / "quick/report.html"), HasSubstr("with one seed and cut short, beside"));
}

TEST(Reproduce, EveryOptionOfAMethodCounts) {
  const Folder folder;
  const std::vector<Words> lines = {{"fld", "--components", "1"}, {"fld", "--ridge", "100"}, {"pca", "--whiten"}};
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string name = "m" + std::to_string(i), recipe = folder / (name + ".recipe");
    std::string line;
    for (const std::string& word : lines[i]) line += " " + word;
    program::write(recipe, "method =" + line + (lines[i][0] == "pca" ? " --components 9" : "") + "\nseeds = 1\n");
    const auto r = program::run(reproducing({recipe}, folder / name, {"--json"}));
    ASSERT_EQ(r.code, 0) << r.err;
    Words alone = lines[i];
    alone.insert(alone.end(), {"--data", tiny, "--json", "--quiet"});
    if (alone[0] == "pca") alone.insert(alone.end(), {"--components", "9"});
    EXPECT_EQ(Json::parse(r.out)[0]["mean"], Json::parse(program::run(alone).out)["accuracy"]) << line;
  }
}

TEST(Reproduce, AToleranceOfAnEpochMayComeLater) {
  const Folder folder;
  program::write(folder / "mine.recipe", kNetwork);
  ASSERT_EQ(program::run(reproducing({folder / "mine.recipe"}, folder / "out")).code, 0);
  program::write(folder / "mine.recipe",
                 kNetwork + std::string("tolerance.validation_accuracy.2 = 0 1\ntolerance.best_train_loss.1 = 0 9\n"));
  const auto r = program::run(reproducing({folder / "mine.recipe"}, folder / "out", {"--json", "--resume"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const Json mine = Json::parse(r.out)[0];
  EXPECT_EQ(mine["words"], "reproduced");
  EXPECT_TRUE(mine["runs"][0]["validation_accuracy.2"].is_number());
}

TEST(Reproduce, ATrainingThatRunsAwayIsAResultToo) {
  const Folder folder;
  program::write(folder / "mine.recipe",
                 "net = flatten, dense 8, dense 10\noptimizer = sgd\nlr = 1000000\nscale = 1000000\nepochs = 20\n"
                 "batch = 16\nseeds = 2\ntolerance.test_accuracy = 0 1\n");
  for (const Words& more : {Words{"--json"}, Words{"--json", "--resume"}}) {
    const auto r = program::run(reproducing({folder / "mine.recipe"}, folder / "out", more));
    ASSERT_EQ(r.code, 0) << r.err;
    const Json mine = Json::parse(r.out)[0];
    EXPECT_EQ(mine["words"], "not reached: test accuracy is no number with 2 of 2 seeds");
    EXPECT_EQ(mine["mean"], nullptr);
    ASSERT_EQ(mine["runs"].size(), 2u);
    EXPECT_EQ(mine["runs"][1]["test_accuracy"], nullptr);
  }
  const std::string page = program::read(folder / "out/report.html"), doctype = "<!DOCTYPE html>\n";
  EXPECT_EQ(thimble::xml_error(page.substr(doctype.size())), "");
  EXPECT_FALSE(program::exists(folder / "out/runs/mine.seed-1.ckpt"));
}

TEST(Reproduce, WhereTheFirstSeedRanAwayThePageShowsTheSecond) {
  const Folder folder;
  program::write(folder / "mine.recipe", kNetwork);
  const Words again = reproducing({folder / "mine.recipe"}, folder / "out", {"--resume"});
  ASSERT_EQ(program::run(reproducing({folder / "mine.recipe"}, folder / "out")).code, 0);
  Json lost = Json::parse(program::read(folder / "out/runs/mine.seed-1.json"));
  for (auto& figure : lost["figures"].items())
    if (figure.key() != "seconds") figure.value() = nullptr;
  for (const char* part : {"history", "test", "train", "first", "mistakes"}) lost[part] = Json::array();
  lost["network"] = lost["weights_sha256"] = "";
  program::write(folder / "out/runs/mine.seed-1.json", lost.dump());
  const auto r = program::run(again);
  ASSERT_EQ(r.code, 0) << r.err;
  const std::string page = program::read(folder / "out/report.html");
  EXPECT_THAT(page, HasSubstr("<h3>Learning</h3>"));
  EXPECT_THAT(page, HasSubstr("Seed 2, for the training with seed 1 ran away."));
  EXPECT_THAT(page, HasSubstr("<h3>What is taken for what</h3>"));
  EXPECT_THAT(page, HasSubstr("The network, layer by layer"));
}

}  // namespace
