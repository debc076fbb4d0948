// A training set-up as a small text file: `key = value` lines, # comments.
//   net = conv 32 3x3, relu, max_pool 2, flatten, dense 128, relu, dense 10
//   optimizer = adam          lr = 0.001     batch = 512     epochs = 10     validation = random:0.2
// (one key a line). lib/recipes/ holds the reports' experiments; docs/formats.md lists the keys.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace thimble {

// From where to where a figure is to lie.
struct Range {
  double low = 0, high = 0;
};

// Keys of a recipe that change together and the values they take: "optimizer/lr" and {{"adam", "0.001"}, {"sgd", "0.1"}}.
struct RecipeAxis {
  std::vector<std::string> keys;
  std::vector<std::vector<std::string>> values;
};

// Defaults are Keras's. Values that name things (schedule, validation, augment, init) are texts that their own parsers
// read; all but `validation`, which wants the labels, have already been read once when parse_recipe returns.
struct Recipe {
  std::string name, title, net;
  std::string optimizer = "adam", schedule = "constant", validation = "none", augment = "none", init = "glorot_uniform";
  double lr = 1e-3;
  std::optional<double> momentum;  // none: the optimizer's own
  bool nesterov = false, restore_best = false;
  int batch = 32, epochs = 10, patience = 0;
  unsigned long long seed = 0;
  double smoothing = 0, weight_decay = 0, ema = 0;  // TrainOptions has what they are
  std::string compute = "float32";
  double scale = 1 / 255.0;                     // x = scale * byte: S0-1 feeds raw bytes, scale = 1
  std::map<std::string, std::string> reported;  // "reported.test_accuracy = 0.8961" -> {"test_accuracy", "0.8961"}

  // What `thimble reproduce` is to do, and what it must find (app/verdict.h).
  std::string method;            // instead of a network: "mpp --case 3 --pca 84"
  std::vector<RecipeAxis> over;  // a grid: every combination is trained, the last axis varies fastest
  int seeds = 5;
  std::map<std::string, Range> tolerance;  // "tolerance.test_accuracy = 0.895 0.906"
  std::string verdict, finding;            // what is known beforehand, and what is wrong with the report
};

// usage error "NAME:3: unknown key `epoch`; known: ..." naming file and line. A value goes on over lines that begin
// with a blank. `net` must be there, or `method`, or the verdict that nothing was rebuilt.
Recipe parse_recipe(const std::string& text, const std::string& name);
void set_key(Recipe& recipe, const std::string& key, const std::string& value);  // usage error without file and line

Recipe builtin_recipe(const std::string& id);  // "S2-1"; usage error listing the ids
double momentum_of(const Recipe& recipe);      // what is set, else 0 of sgd and adam and .6 of muon
std::vector<std::string> builtin_recipes();    // the ids of those with a network, in alphabetical order
std::vector<std::string> builtin_systems();    // the ids of everything that the reports hold: S0-1 to S4-grid3

}  // namespace thimble
