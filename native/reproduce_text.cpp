#include "native/reproduce_text.h"

#include <algorithm>

#include "app/grid_table.h"
#include "core/error.h"
#include "native/columns.h"
#include "native/terminal.h"
#include "plot/markup.h"

namespace thimble {

namespace {

Json number_or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json spread_json(const std::vector<Figures>& seeds, const std::string& figure) {
  const std::optional<OverSeeds> s = over_seeds(seeds, figure);
  if (!s) return nullptr;
  return {{"mean", s->mean}, {"sd", s->sd}, {"best", s->best}, {"worst", s->worst}};
}

std::optional<double> mean_of_figure(const Reproduced& r, const std::string& figure) {
  const std::optional<OverSeeds> s = over_seeds(r.seeds, figure);
  return s ? std::optional(s->mean) : std::nullopt;
}

std::string row_text(const Reproduced& r) {
  const std::string figure = headline_figure(r.plan.recipe);
  const std::optional<double> reported = reported_figure(r.plan.recipe, figure);
  const auto shown = [&](const std::optional<double>& v) { return v ? figure_text(figure, *v) : std::string("-"); };
  const std::optional<OverSeeds> s = over_seeds(r.seeds, figure);
  std::string ours = "-", best = "-", worst = "-";
  if (s) {
    ours = shown(s->mean) + (s->count > 1 ? " +- " + decimal(s->sd, 4) : "");
    best = shown(s->best);
    worst = shown(s->worst);
  }
  const std::optional<double> epochs = mean_of_figure(r, "epochs"), gflops = mean_of_figure(r, "gflops");
  return left(r.plan.id, 13) + right(shown(reported), 9) + right(ours, 19) + right(best, 8) + right(worst, 8) +
         right(s ? text(s->count) : "-", 6) + right(epochs ? short_decimal(*epochs) : "-", 8) +
         right(s ? in_seconds(all_seconds(r)) : "-", 9) + right(gflops ? decimal(*gflops, 1) : "-", 9) + "  " +
         r.verdict.words + "\n";
}

Json grid_json(const Reproduced& r) {
  Json rows = Json::array();
  for (const RunResult& run : r.runs) {
    Json row = {{"seed", run.seed}, {"row", run.row}, {"setting", run.setting}};
    for (const auto& [name, value] : run.figures) row[name] = value;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

double all_seconds(const Reproduced& r) {
  const std::optional<OverSeeds> s = over_seeds(r.seeds, "seconds");
  return s ? s->mean * s->count : 0;
}

Json to_json(const Reproduced& r) {
  const Recipe& recipe = r.plan.recipe;
  const std::string figure = headline_figure(recipe);
  const std::optional<OverSeeds> s = over_seeds(r.seeds, figure);
  Json runs = Json::array();
  for (size_t i = 0; i < r.seeds.size(); ++i) {
    Json run = {{"seed", r.runs[i * (r.runs.size() / r.seeds.size())].seed}};  // a seed has equally many rows
    for (const auto& [name, value] : r.seeds[i]) run[name] = value;
    if (recipe.over.empty() && !r.runs[i].weights_sha256.empty()) run["weights_sha256"] = r.runs[i].weights_sha256;
    runs.push_back(run);
  }
  Json json = {{"id", r.plan.id},
               {"title", recipe.title},
               {"figure", figure},
               {"reported", number_or_null(reported_figure(recipe, figure))},
               {"mean", s ? Json(s->mean) : Json(nullptr)},
               {"sd", s ? Json(s->sd) : Json(nullptr)},
               {"best", s ? Json(s->best) : Json(nullptr)},
               {"worst", s ? Json(s->worst) : Json(nullptr)},
               {"seeds", static_cast<int>(r.seeds.size())},
               {"seconds", all_seconds(r)},
               {"verdict", kind_words(r.verdict.kind)},
               {"words", r.verdict.words},
               {"finding", recipe.finding},
               {"epochs", number_or_null(mean_of_figure(r, "epochs"))},
               {"gflops", number_or_null(mean_of_figure(r, "gflops"))},
               {"isa", r.runs.empty() ? Json(nullptr) : Json(r.runs[0].isa)},
               {"threads", r.runs.empty() ? Json(nullptr) : Json(r.runs[0].threads)}};
  for (const std::string part : {"train", "validation", "test"})
    json[part] = {{"accuracy", spread_json(r.seeds, part + "_accuracy")},
                  {"loss", spread_json(r.seeds, part + "_loss")}};
  Json expected = Json::object();
  for (const auto& [name, range] : recipe.tolerance) expected[name] = {range.low, range.high};
  json["expected"] = expected;
  json["runs"] = runs;
  if (!recipe.over.empty()) json["rows"] = grid_json(r);
  return json;
}

std::string table_text(const std::vector<Reproduced>& systems) {
  std::string table = coloured(left("system", 13) + right("reported", 9) + right("mean +- s.d.", 19) +
                                   right("best", 8) + right("worst", 8) + right("seeds", 6) + right("epochs", 8) +
                                   right("time", 9) + right("GFLOP/s", 9) + "  verdict",
                               Colour::bold) +
                      "\n";
  for (const Reproduced& r : systems) table += row_text(r);
  return table;
}

std::string grid_text(const Reproduced& r) {
  if (r.plan.recipe.over.empty() || r.runs.empty()) return "";
  const std::vector<Figures> reported = reported_grid(r.plan.recipe);
  const std::optional<int> theirs = reported_choice(r.plan.recipe);
  size_t rows = 1;
  while (rows < r.runs.size() && r.runs[rows].seed == r.runs[0].seed) ++rows;
  const int ours = static_cast<int>(r.seeds[0].at("chosen_row")) - 1;
  std::string table = "\n" + coloured(r.plan.id + ": every setting", Colour::bold) + " (seed " + text(r.runs[0].seed) +
                      "; * chosen on validation data" + (theirs ? ", o the report's choice on the test set" : "") +
                      ")\n" + left("  setting", 28) + right("validation", 12) + right("reported", 10) +
                      right("test", 10) + right("reported", 10) + "\n";
  for (size_t i = 0; i < rows; ++i) {
    const int row = static_cast<int>(i);
    const auto shown = [&](const Figures& f, const char* name) {
      const auto found = f.find(name);
      return found == f.end() ? std::string("-") : decimal(found->second, 4);
    };
    const Figures none, &said = i < reported.size() ? reported[i] : none, &f = r.runs[i].figures;
    table += left(std::string(row == ours ? "*" : " ") + (theirs == row ? "o " : "  ") + r.runs[i].setting, 28) +
             right(shown(f, "validation_accuracy"), 12) + right(shown(said, "validation_accuracy"), 10) +
             right(shown(f, "test_accuracy"), 10) + right(shown(said, "test_accuracy"), 10) + "\n";
  }
  return table;
}

}  // namespace thimble
