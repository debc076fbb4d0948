// What the commands of the classical methods share: the transforms in front, measuring on the test set, saving.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/source.h"
#include "learn/classifier.h"
#include "learn/metrics.h"
#include "learn/transform.h"
#include "native/command_line.h"
#include "native/json_output.h"
#include "native/method_pictures.h"

namespace thimble {

struct ClassicalOptions {
  std::string pca;  // "84" components, or "0.9" of the variance; empty: none
  bool fld = false, hog = false;
  std::string out, device = "cpu";  // --device, where a command has it
};

// --pca, --fld, --hog; --out, --data
void add_transform_options(CLI::App& command, ClassicalOptions& options);
void add_out_option(CLI::App& command, ClassicalOptions& options, Shared& shared);

std::vector<std::unique_ptr<Transform>> transforms_of(const ClassicalOptions& options);  // HOG, then PCA, then FLD
std::string features_text(const ClassicalOptions& options);                              // "pixels", "HOG, PCA 0.9"
// The classifier behind the transforms that were asked for: a pipeline, or itself where there are none.
std::unique_ptr<Classifier> behind_transforms(const ClassicalOptions& options, std::unique_ptr<Classifier> classifier);
std::unique_ptr<Classifier> behind(std::unique_ptr<Transform> transform, std::unique_ptr<Classifier> classifier);

struct Measured {
  double fit_seconds = 0, predict_seconds = 0;
  ConfusionMatrix confusion{0};  // of the test set; without one, of the training set
  std::string split;
  std::string data_name;
  std::vector<std::string> class_names;
  std::vector<int> predicted;
};

// The data set that --data names, its warnings printed.
TrainTest load_source(const Shared& shared);
// The training set, and behind it the test set.
Dataset everything(const TrainTest& source);
// Fits on the training set and names the test set's samples.
Measured fit_and_measure(Classifier& classifier, const TrainTest& source, const Shared& shared);
// predict(), in pieces where somebody watches: no name depends on how many are asked together.
std::vector<int> predict(Classifier& classifier, const Samples& x, const Shared& shared);

// A run that is over, and what it has to say of itself.
struct ClassicalRun {
  std::string method, title;  // "knn", "5 nearest neighbours"
  const Measured& measured;
  Classifier& model;
  Json own;                 // the method's keys in the JSON
  std::string words;        // above the matrix in the terminal
  std::vector<Fact> facts;  // beside the accuracy on the page
  std::function<std::vector<FigureSection>()> pictures;
};

// {"method", "accuracy", "split", "count", "seconds", "fit_seconds", "predict_seconds", "confusion"}, and `own` in between
Json to_json(const ClassicalRun& run);
// Writes what --out asks for; then the matrix, the report and the last line, as `thimble eval` has them, or JSON.
void finish(const ClassicalRun& run, const ClassicalOptions& options, const Shared& shared);

}  // namespace thimble
