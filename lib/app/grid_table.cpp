#include "app/grid_table.h"

#include <cmath>

#include "core/error.h"
#include "learn/number.h"
#include "nn/words.h"

namespace thimble {

namespace {

constexpr const char* kColumns[] = {"train_loss",     "validation_loss",     "test_loss",
                                    "train_accuracy", "validation_accuracy", "test_accuracy"};
constexpr size_t kColumnCount = 6;

}  // namespace

int chosen_on_validation(const std::vector<Figures>& rows) {
  int chosen = -1;
  double most = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto found = rows[i].find("validation_accuracy");
    if (found == rows[i].end()) continue;
    const bool lost = std::isnan(found->second);  // a training that ran away is chosen only where all did
    if (chosen >= 0 && (lost || found->second <= most)) continue;
    chosen = static_cast<int>(i);
    most = lost ? -1 : found->second;
  }
  check(chosen >= 0, "grid: expected a validation set to choose on, got none");
  return chosen;
}

std::vector<Figures> reported_grid(const Recipe& recipe) {
  const auto found = recipe.reported.find("grid");
  if (found == recipe.reported.end()) return {};
  const std::vector<std::string> words = split_words(found->second);
  if (words.size() % kColumnCount != 0) return {};
  std::vector<Figures> rows(words.size() / kColumnCount);
  for (size_t i = 0; i < words.size(); ++i)
    rows[i / kColumnCount][kColumns[i % kColumnCount]] = parse_number(words[i]).value_or(0);
  return rows;
}

std::optional<int> reported_choice(const Recipe& recipe) {
  const std::optional<double> chosen = reported_figure(recipe, "chosen");
  const size_t rows = reported_grid(recipe).size();
  if (!chosen || !(*chosen >= 1 && *chosen <= static_cast<double>(rows))) return std::nullopt;
  return static_cast<int>(*chosen) - 1;
}

Figures grid_figures(const Recipe& recipe, const std::vector<Figures>& rows) {
  Figures whole = rows[static_cast<size_t>(chosen_on_validation(rows))];
  whole["chosen_row"] = chosen_on_validation(rows) + 1;
  const std::vector<Figures> reported = reported_grid(recipe);
  if (reported.size() != rows.size()) return whole;
  double close = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto ours = rows[i].find("test_accuracy");
    if (ours == rows[i].end()) return whole;
    close += std::fabs(ours->second - reported[i].at("test_accuracy")) <= kClose ? 1 : 0;
  }
  whole["rows_close"] = close / static_cast<double>(rows.size());
  return whole;
}

}  // namespace thimble
