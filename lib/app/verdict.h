// What repeated runs of a system come to, beside what a report says of it.
//
//   mean  (1/n) sum_i x_i      s.d.  sqrt(1/(n-1) sum_i (x_i - mean)^2)      over the seeds i = 1 .. n
// `tolerance.NAME = LOW HIGH` of a recipe is where the mean of NAME is to lie; `tolerance.best_NAME` speaks of the best
// seed. A figure of NAME that many seeds share is judged as a whole, never seed by seed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/recipe.h"
#include "nn/trainer.h"

namespace thimble {

// Of one run: {"test_accuracy", 0.9021}, {"epochs", 10}, ...
using Figures = std::map<std::string, double>;

// More of an accuracy is better, less of a loss; other figures are only right or wrong.
enum class Wish { more, less, exact };
Wish wish_of(const std::string& figure);

struct OverSeeds {
  int count = 0;
  double mean = 0, sd = 0;
  double best = 0, worst = 0;  // as the figure's wish is; of an exact one most and least
};
// Over the runs that have the figure and a number for it (a training that ran away has none); nothing where none has.
std::optional<OverSeeds> over_seeds(const std::vector<Figures>& runs, const std::string& figure);

struct Verdict {
  enum Kind { reproduced, better, not_as_written, not_rebuilt, not_reached, quick, not_judged, no_runs } kind = no_runs;
  std::string words;  // "reproduced", "better: test accuracy 0.9123, at most 0.9060 expected"
};

// quick: what was left out, in words; empty for a whole reproduction. A tolerance that is missed counts more than one that
// is exceeded, and both more than what the recipe says beforehand. Without any tolerance nothing is judged.
Verdict judge(const Recipe& recipe, const std::vector<Figures>& runs, const std::string& quick = "");

// "reproduced", "better", "not reproducible as written", "not rebuilt", "not reached", "quick", "not judged", "no runs"
std::string kind_words(Verdict::Kind kind);

// The figure that stands for the system in a table: the test accuracy where anybody speaks of one.
std::string headline_figure(const Recipe& recipe);
// What the report gives for it: reported.NAME, or reported.claimed_NAME.
std::optional<double> reported_figure(const Recipe& recipe, const std::string& figure);

// "validation_accuracy.27": the figure after epoch 27. Nothing where there is no such epoch or figure.
std::optional<double> figure_after_epoch(const std::vector<Progress>& history, const std::string& figure);

std::string figure_words(const std::string& figure);               // "test accuracy", "validation accuracy, epoch 27"
std::string figure_text(const std::string& figure, double value);  // "0.9021"; whole numbers as 84

}  // namespace thimble
