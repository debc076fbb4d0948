#include "app/recipe.h"

#include <sstream>

#include <gtest/gtest.h>

#include "nn/muon.h"
#include "nn/sequential.h"
#include "nn/spec.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Recipe, HoldsWhatTheTextSays) {
  const Recipe r = parse_recipe(
      "# an experiment\n"
      "title = A title = with more\n"
      "net = flatten   # first\n"
      "  dense 16, relu\n"
      "\n"
      "\tdense 10\n"
      "optimizer=sgd\n"
      "lr = 0.1\nmomentum = 0.9\nnesterov = true\nschedule = step 0.5 10\n"
      "batch = 64\r\nepochs = 3\nvalidation = head:5000\npatience = 5\nrestore_best = true\n"
      "augment = flip, shift 2\ninit = he_normal\nscale = 1\nseed = 18\n"
      "smoothing = 0.1\nweight_decay = 0.005\nema = 0.99\ncompute = bf16\n"
      "reported.test_accuracy = 0.8961\n"
      "reported.history =\n  1 2\n  3 4\n",
      "mine");
  EXPECT_EQ(r.name, "mine");
  EXPECT_EQ(r.title, "A title = with more");
  EXPECT_EQ(r.net, "flatten\ndense 16, relu\ndense 10");
  EXPECT_EQ(r.optimizer, "sgd");
  EXPECT_EQ(r.lr, 0.1);
  EXPECT_EQ(r.momentum, 0.9);
  EXPECT_EQ(momentum_of(r), 0.9);
  EXPECT_TRUE(r.nesterov);
  EXPECT_EQ(r.schedule, "step 0.5 10");
  EXPECT_EQ(r.batch, 64);
  EXPECT_EQ(r.epochs, 3);
  EXPECT_EQ(r.validation, "head:5000");
  EXPECT_EQ(r.patience, 5);
  EXPECT_TRUE(r.restore_best);
  EXPECT_EQ(r.augment, "flip, shift 2");
  EXPECT_EQ(r.init, "he_normal");
  EXPECT_EQ(r.scale, 1);
  EXPECT_EQ(r.seed, 18u);
  EXPECT_EQ(r.smoothing, 0.1);
  EXPECT_EQ(r.weight_decay, 0.005);
  EXPECT_EQ(r.ema, 0.99);
  EXPECT_EQ(r.compute, "bf16");
  EXPECT_EQ(r.reported, (std::map<std::string, std::string>{{"test_accuracy", "0.8961"}, {"history", "1 2\n3 4"}}));
}

TEST(Recipe, HasKerasDefaults) {
  const Recipe r = parse_recipe("net = dense 10", "x");
  EXPECT_EQ(r.optimizer, "adam");
  EXPECT_EQ(r.lr, 1e-3);
  EXPECT_EQ(r.batch, 32);
  EXPECT_EQ(r.init, "glorot_uniform");
  EXPECT_EQ(r.schedule, "constant");
  EXPECT_EQ(r.validation, "none");
  EXPECT_EQ(r.smoothing, 0);
  EXPECT_EQ(r.weight_decay, 0);
  EXPECT_EQ(r.ema, 0);
  EXPECT_EQ(r.compute, "float32");
}

void expect_message(const std::string& text, const std::string& part) {
  EXPECT_ERROR(parse_recipe(text, "my.recipe"), usage, part);
}

TEST(Recipe, NamesFileLineAndWhatIsKnown) {
  expect_message("", "my.recipe: expected a key `net`, got none");
  expect_message("net = relu\nepoch = 3\n", "my.recipe:2: unknown key `epoch`; known: title, net, optimizer");
  expect_message("net = relu\nepoch = 3\n", "did you mean epochs?");
  expect_message("net = relu\n\n# x\nlr 0.1\n", "my.recipe:4: expected `key = value`, got \"lr 0.1\"");
  expect_message("  net = relu\n", "my.recipe:1: expected `key = value`, got a line that begins with a blank");
  expect_message("lr = 0,1\nnet = relu", "my.recipe:1: expected a number from 0 to 1e+06, got \"0,1\"");
  expect_message("lr =\nnet = relu", "my.recipe:1: expected a value, got nothing");
  expect_message("batch = 0", "my.recipe:1: expected a whole number of at least 1, got \"0\"");
  expect_message("batch = 1e3", "got \"1e3\"");
  expect_message("epochs = 99999999999", "got \"99999999999\"");
  expect_message("seed = -1", "expected a whole number of at least 0, got \"-1\"");
  expect_message("nesterov = yes", "expected true or false, got \"yes\"");
  expect_message("optimizer = rmsprop", "expected adam, sgd or muon, got \"rmsprop\"");
  expect_message("smoothing = 2", "my.recipe:1: expected a number from 0 to 1, got \"2\"");
  expect_message("weight_decay = -1", "my.recipe:1: expected a number from 0 to");
  expect_message("ema = 1", "my.recipe:1: expected a number from 0 to 0.999999, got \"1\"");
  expect_message("compute = fp8", "my.recipe:1: compute: expected float32, bf16 or tf32, got \"fp8\"");
  expect_message("schedule = cosin", "my.recipe:1: schedule \"cosin\": unknown word");
  expect_message("augment = flop", "my.recipe:1: ");
  expect_message("net = relu\nvalidation = foo", "my.recipe:2: expected none, head:COUNT, random:SHARE or strat");
  expect_message("validation = random:1.5", "my.recipe:1: expected none, head:COUNT");
  expect_message("validation = head:0", "got \"head:0\"");
  expect_message("reported.test_accuracy = 89 %", "my.recipe:1: expected numbers, got \"%\"");
  expect_message("reported.f1 =", "my.recipe:1: expected a value, got nothing");
  expect_message("init = he", "my.recipe:1: init: expected glorot_uniform");
  expect_message("net = relu\n  max_pol 2\n", "my.recipe:1: network text, layer 2 \"max_pol 2\": unknown layer");
  expect_message("lr = 1\nlr = 2\nnet = relu", "my.recipe:2: the key `lr` stands here again");
  expect_message("reported. = 1", "unknown key `reported.`");
}

TEST(Recipe, BuiltInAreAllNetworksOfTheReports) {
  EXPECT_EQ(builtin_recipes(),
            (std::vector<std::string>{"S0-1", "S0-2",   "S0-3", "S0-4",  "S1-A", "S1-B",   "S2-1", "S2-2",
                                      "S2-3", "S3-1",   "S4-1", "S4-2",  "S4-3", "S4-4",   "S4-5", "coffee",
                                      "hour", "minute", "page", "quick", "tiny", "tiny10k"}));
  EXPECT_ERROR(builtin_recipe("S2_1"), usage, "recipe \"S2_1\": unknown; known: S0-1, ");
}

TEST(Recipe, BuiltInNetworksHaveAsManyParametersAsReported) {
  for (const std::string& id : builtin_recipes()) {
    const Recipe r = builtin_recipe(id);
    Sequential net = parse_network(r.net);
    net.build({1, 28, 28}, 0);
    if (id[0] == 'S') {  // others are ours: nobody has reported them
      EXPECT_EQ(std::to_string(net.parameter_count()), r.reported.at("parameters")) << id;
    }
    EXPECT_EQ(net.outputs(), 10) << id;
    EXPECT_FALSE(r.title.empty()) << id;
    if (r.reported.count("trainable_parameters") != 0) {
      EXPECT_EQ(std::to_string(net.parameter_count(true)), r.reported.at("trainable_parameters")) << id;
    }
  }
}

TEST(Recipe, TheTinyOnesAreAsSmallAsTheySay) {
  const auto parameters = [](const char* id) {
    Sequential net = parse_network(builtin_recipe(id).net);
    net.build({1, 28, 28}, 0);
    return net.parameter_count();
  };
  EXPECT_LE(parameters("tiny"), 100000);
  EXPECT_LE(parameters("tiny10k"), 10000);
}

TEST(Recipe, ReportedMatricesGiveTheReportedAccuracy) {
  int matrices = 0;
  for (const std::string& id : builtin_recipes()) {
    const Recipe r = builtin_recipe(id);
    for (const std::string set : {"test", "train"}) {
      const auto matrix = r.reported.find(set + "_confusion");
      if (matrix == r.reported.end()) continue;
      ++matrices;
      std::istringstream in(matrix->second);
      double total = 0, trace = 0, count = 0;
      for (int cell = 0; in >> count; ++cell) {
        total += count;
        if (cell % 11 == 0) trace += count;
      }
      EXPECT_EQ(total, set == "test" ? 10000 : 55000) << id;
      EXPECT_NEAR(trace / total, std::stod(r.reported.at(set + "_accuracy")), 5e-5) << id << " " << set;
    }
  }
  EXPECT_EQ(matrices, 5);
}

TEST(Recipe, ReportedHistoriesEndAtTheReportedFigures) {
  for (const char* id : {"S2-1", "S2-2"}) {
    const Recipe r = builtin_recipe(id);
    std::istringstream in(r.reported.at("history"));
    double loss = 0, accuracy = 0, val_loss = 0, val_accuracy = 0;
    int epochs = 0;
    while (in >> loss >> accuracy >> val_loss >> val_accuracy) ++epochs;
    EXPECT_EQ(epochs, r.epochs) << id;
    EXPECT_EQ(loss, std::stod(r.reported.at("train_loss"))) << id;
    EXPECT_EQ(accuracy, std::stod(r.reported.at("train_accuracy"))) << id;
    EXPECT_EQ(val_loss, std::stod(r.reported.at("validation_loss"))) << id;
    EXPECT_EQ(val_accuracy, std::stod(r.reported.at("validation_accuracy"))) << id;
  }
}

}  // namespace
TEST(Recipe, MomentumThatIsNotGivenIsTheOptimizersOwn) {
  const std::string net = "net = dense 2\noptimizer = ";
  EXPECT_FALSE(parse_recipe(net + "muon\n", "r").momentum.has_value());
  EXPECT_EQ(momentum_of(parse_recipe(net + "muon\n", "r")), 0.6);
  EXPECT_EQ(static_cast<float>(0.6), MuonOptions{}.momentum);
  EXPECT_EQ(momentum_of(parse_recipe(net + "muon\nmomentum = 0\n", "r")), 0);
  EXPECT_EQ(momentum_of(parse_recipe(net + "sgd\n", "r")), 0);
}

TEST(Recipe, RefusesWhatItsOptimizerDoesNotHave) {
  const std::string net = "net = dense 2\noptimizer = ";
  EXPECT_ERROR(parse_recipe(net + "muon\nnesterov = true\n", "r"), usage,
               "r: nesterov: expected optimizer sgd, got muon");
  EXPECT_ERROR(parse_recipe(net + "adam\nmomentum = 0.9\n", "r"), usage,
               "r: momentum: expected optimizer sgd or muon, got adam");
}

}  // namespace thimble
