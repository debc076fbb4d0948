#include "app/verdict.h"

#include <algorithm>
#include <cmath>

#include "app/recipe_grid.h"
#include "core/error.h"
#include "learn/cross_validation.h"
#include "learn/number.h"
#include "plot/markup.h"

namespace thimble {

namespace {

const std::string kBest = "best_";

bool holds(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

bool is_best(const std::string& name) { return name.compare(0, kBest.size(), kBest) == 0; }

std::string plain(const std::string& name) { return is_best(name) ? name.substr(kBest.size()) : name; }

// The runs in which the figure came to no number.
int without_number(const std::vector<Figures>& runs, const std::string& figure) {
  int count = 0;
  for (const Figures& run : runs)
    if (const auto found = run.find(figure); found != run.end() && std::isnan(found->second)) ++count;
  return count;
}

// Half a unit of the last digit that is shown: a figure is judged as it is read.
constexpr double kRounding = 0.5e-4;

Verdict within(const Recipe& recipe, const std::vector<Figures>& runs) {
  Verdict verdict{Verdict::reproduced, kind_words(Verdict::reproduced)};
  for (const auto& [name, range] : recipe.tolerance) {
    const std::string figure = plain(name);
    const std::optional<OverSeeds> spread = over_seeds(runs, figure);
    if (const int lost = without_number(runs, figure); lost > 0 && (!is_best(name) || !spread))
      return {Verdict::not_reached,
              text("not reached: ", figure_words(figure), " is no number with ", lost, " of ", runs.size(), " seeds")};
    if (!spread) return {Verdict::not_reached, "not reached: no " + figure_words(name) + " was measured"};
    const double value = is_best(name) ? spread->best : spread->mean;
    const bool under = range.low - value > kRounding, over = value - range.high > kRounding;
    if (!under && !over) continue;
    const Wish wish = wish_of(name);
    const bool good = (over && wish == Wish::more) || (under && wish == Wish::less);
    const std::string words = figure_words(name) + " " + figure_text(name, value) + ", expected " +
                              figure_text(name, range.low) + " to " + figure_text(name, range.high);
    if (!good) return {Verdict::not_reached, "not reached: " + words};
    verdict = {Verdict::better, "better: " + words};
  }
  return verdict;
}

}  // namespace

Wish wish_of(const std::string& figure) {
  if (holds(figure, "accuracy") || holds(figure, "rows_close")) return Wish::more;
  return holds(figure, "loss") || holds(figure, "inertia") ? Wish::less : Wish::exact;
}

std::optional<OverSeeds> over_seeds(const std::vector<Figures>& runs, const std::string& figure) {
  std::vector<double> values;
  for (const Figures& run : runs)
    if (const auto found = run.find(figure); found != run.end() && !std::isnan(found->second))
      values.push_back(found->second);
  if (values.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const bool less = wish_of(figure) == Wish::less;
  return OverSeeds{static_cast<int>(values.size()), mean_of(values), deviation_of(values), less ? *low : *high,
                   less ? *high : *low};
}

Verdict judge(const Recipe& recipe, const std::vector<Figures>& runs, const std::string& quick) {
  if (recipe.verdict == kNotRebuilt) return {Verdict::not_rebuilt, kNotRebuilt};
  if (runs.empty()) return {Verdict::no_runs, kind_words(Verdict::no_runs)};
  if (!quick.empty()) return {Verdict::quick, "quick: " + quick};
  if (recipe.tolerance.empty() && recipe.verdict.empty())
    return {Verdict::not_judged, "not judged: the recipe has no tolerance"};
  const Verdict verdict = within(recipe, runs);
  if (recipe.verdict != kNotAsWritten || verdict.kind == Verdict::not_reached) return verdict;
  const bool better = verdict.kind == Verdict::better;
  return {Verdict::not_as_written, kNotAsWritten + std::string(better ? "; " + verdict.words : "")};
}

std::string kind_words(Verdict::Kind kind) {
  switch (kind) {
    case Verdict::reproduced:
      return "reproduced";
    case Verdict::better:
      return "better";
    case Verdict::not_as_written:
      return kNotAsWritten;
    case Verdict::not_rebuilt:
      return kNotRebuilt;
    case Verdict::not_reached:
      return "not reached";
    case Verdict::quick:
      return "quick";
    case Verdict::not_judged:
      return "not judged";
    case Verdict::no_runs:
      return "no runs";
  }
  return "";
}

std::string headline_figure(const Recipe& recipe) {
  for (const char* name : {"test_accuracy", "validation_accuracy", "train_accuracy", "accuracy"})
    if (reported_figure(recipe, name) || recipe.tolerance.count(name) != 0 || recipe.tolerance.count(kBest + name) != 0)
      return name;
  for (const auto& [name, range] : recipe.tolerance)
    if (reported_figure(recipe, plain(name))) return plain(name);
  return recipe.tolerance.empty() ? "test_accuracy" : plain(recipe.tolerance.begin()->first);
}

std::optional<double> reported_figure(const Recipe& recipe, const std::string& figure) {
  for (const std::string& name : {figure, "claimed_" + figure})
    if (const auto found = recipe.reported.find(name); found != recipe.reported.end())
      return parse_number(found->second);
  return std::nullopt;
}

std::optional<double> figure_after_epoch(const std::vector<Progress>& history, const std::string& figure) {
  const size_t dot = figure.rfind('.');
  const auto epoch = dot == std::string::npos ? std::nullopt : parse_integer(figure.substr(dot + 1), 1, 1 << 30);
  if (!epoch || *epoch > static_cast<long long>(history.size())) return std::nullopt;
  const Progress& p = history[static_cast<size_t>(*epoch) - 1];
  const std::string name = figure.substr(0, dot);
  if (name == "train_accuracy") return p.train.accuracy;
  if (name == "train_loss") return p.train.loss;
  if (!p.has_validation) return std::nullopt;
  if (name == "validation_accuracy") return p.validation.accuracy;
  if (name == "validation_loss") return p.validation.loss;
  return std::nullopt;
}

std::string figure_words(const std::string& figure) {
  const size_t dot = figure.rfind('.');
  std::string words = figure.substr(0, dot);
  std::replace(words.begin(), words.end(), '_', ' ');
  return dot == std::string::npos ? words : words + ", epoch " + figure.substr(dot + 1);
}

std::string figure_text(const std::string& figure, double value) {
  const bool counted = wish_of(figure) == Wish::exact && value == std::floor(value) && std::fabs(value) < 1e15;
  if (counted && figure != "dead") return grouped(static_cast<int64_t>(value));
  return decimal(value, std::fabs(value) >= 10 ? 2 : 4);
}

}  // namespace thimble
