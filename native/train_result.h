// What a training came to, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/recipe.h"
#include "learn/metrics.h"
#include "native/json_output.h"
#include "nn/trainer.h"

namespace thimble {

struct TrainResult {
  Recipe recipe;                  // with the options of the command line put over it
  std::string data_name;          // "Fashion-MNIST"
  std::string data_place;         // --data as it was given, or empty
  std::vector<Progress> history;  // one an epoch
  Score train;                    // the last epoch's running mean, as Keras prints it
  std::optional<Score> validation, test;
  ConfusionMatrix confusion{0};  // of the test set
  std::vector<std::string> class_names;
  int best_epoch = -1;  // from 0: whose weights were restored; -1: the last one's are used
  int epochs = 0;
  double seconds = 0, images_per_second = 0, gflops = 0;
  int threads = 0;
  std::string isa, compute = "float32", device = "cpu";
  int64_t parameters = 0;
  std::string weights_sha256;
};

Json to_json(const TrainResult& result);

// The reported figures of the recipe (reported.NAME = VALUE) beside ours; empty where there are none.
struct Comparison {
  std::string name;
  double reported, ours;
};
std::vector<Comparison> comparisons(const TrainResult& result);

// Confusion matrix, classification report, figures, and the reported figures beside ours.
std::string result_text(const TrainResult& result);

}  // namespace thimble
