// A training as one self-contained page: nothing is loaded from elsewhere, no script, light and dark, screen and paper.
#pragma once

#include <string>
#include <vector>

#include "learn/metrics.h"
#include "native/page.h"
#include "native/tiles.h"
#include "nn/trainer.h"

namespace thimble {

// A figure that somebody published, beside ours.
struct ReportedFigure {
  std::string name, ours, reported, verdict;
  bool good = true;
};

// What the page shows; a part that is empty has no section.
struct RunReport {
  std::string title, subtitle, command, recipe, network;  // network: the summary table as text
  std::vector<Fact> headline, options, machine;
  std::vector<Progress> history, reported_history;
  ConfusionMatrix test{0};
  std::vector<std::string> class_names;
  std::vector<ReportedFigure> reported;
  std::string reported_note;
  std::vector<ReportTile> gallery, mistakes;
};

std::string report_html(const RunReport& report);

struct Recipe;
std::vector<Progress> reported_history(
    const Recipe& recipe);  // reported.history: rows of loss, accuracy, both of validation

struct TrainResult;
class NetClassifier;
struct Dataset;

// The report of a run: galleries of the first test pictures and of the mistakes that the model is surest of (`test` may
// be empty). The model is only asked, not changed.
std::string report_html(const TrainResult& result, NetClassifier& model, const Dataset& test);

}  // namespace thimble
