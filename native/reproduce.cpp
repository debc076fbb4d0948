#include "native/reproduce.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "app/grid_table.h"
#include "app/recipe_grid.h"
#include "core/error.h"
#include "core/threads.h"
#include "data/whole_sha256.h"
#include "kernels/kernels.h"
#include "learn/split.h"
#include "native/interrupt.h"
#include "native/network_argument.h"
#include "native/network_run.h"
#include "native/terminal.h"
#include "nn/net_classifier.h"

namespace thimble {

namespace {

bool is_file_name(const std::string& word) { return word.ends_with(".recipe") || word.find('/') != std::string::npos; }

std::string how_to_go_on(const Shared& shared) {
  const bool has = shared.line.find(" --resume") != std::string::npos;
  return shared.line + (has ? "" : " --resume");
}

void stop_if_interrupted(const std::string& behind, const Shared& shared) {
  if (!interrupted()) return;
  print_note("\nthimble: interrupted behind " + behind + "; what is finished is kept: go on with " +
             how_to_go_on(shared) + "\n");
  throw Interrupted();
}

RunResult computed(const PlannedRun& run, const TrainTest& source, const std::string& fingerprint,
                   const RunStore& store, const Shared& shared) {
  if (!run.recipe.method.empty()) return run_method(run, source, shared);
  RunPlace place{fingerprint, store.checkpoint(run), how_to_go_on(shared), store.has_checkpoint(run), false};
  place.pictures = run.row == 0 && run.recipe.seed == shared.seed.value_or(1);
  return run_network(run, source, place, shared);
}

// A training that ran away: its figures are no numbers.
RunResult without_figures(const Recipe& recipe) {
  RunResult result;
  for (const auto& [name, range] : recipe.tolerance)
    result.figures[name.compare(0, 5, "best_") == 0 ? name.substr(5) : name] = NAN;
  for (const char* name : {"train_accuracy", "train_loss"}) result.figures[name] = NAN;
  if (recipe.validation != "none") result.figures["validation_accuracy"] = NAN;
  result.figures[headline_figure(recipe)] = NAN;
  return result;
}

// Where a training runs away, that is its result; every other error names the run.
RunResult computed_or_lost(const PlannedRun& run, const TrainTest& source, const std::string& fingerprint,
                           const RunStore& store, const Shared& shared) {
  const auto begin = std::chrono::steady_clock::now();
  try {
    return computed(run, source, fingerprint, store, shared);
  } catch (const Error& e) {
    if (e.kind != Error::numeric) fail(e.kind, run.name + ": " + e.what());
    if (!shared.quiet) print_note("note: " + run.name + ": " + e.what() + "; kept as a run without figures\n");
  }
  RunResult lost = without_figures(run.recipe);
  lost.figures["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return lost;
}

RunResult read_or_computed(const PlannedRun& run, const TrainTest& source, const std::string& data_sha256,
                           const RunStore& store, const Shared& shared) {
  if (auto kept = store.finished(run, data_sha256)) return *kept;
  stop_if_interrupted("the run before " + run.name, shared);
  RunResult result = computed_or_lost(run, source, run.fingerprint(data_sha256), store, shared);
  result.name = run.name;
  result.fingerprint = run.fingerprint(data_sha256);
  result.seed = run.recipe.seed;
  result.row = run.row;
  result.setting = run.row > 0 ? run.recipe.title : "";
  result.isa = kernels::active().isa;
  result.threads = threads();
  store.keep(run, result);
  return result;
}

// What the recipe asks for behind a certain epoch, from the history: a tolerance may be younger than the run.
void add_figures_after_epochs(RunResult& result, const Recipe& recipe) {
  for (const auto& [name, range] : recipe.tolerance) {
    const std::string figure = name.compare(0, 5, "best_") == 0 ? name.substr(5) : name;
    if (const auto value = figure_after_epoch(result.history, figure)) result.figures[figure] = *value;
  }
}

// Seed by seed; a grid's rows come to the figures of the chosen one, with the seconds of all.
std::vector<Figures> figures_by_seed(const Plan& plan, const std::vector<RunResult>& runs) {
  std::vector<Figures> seeds;
  for (size_t i = 0; i < runs.size();) {
    std::vector<Figures> rows;
    double seconds = 0;
    for (const uint64_t seed = runs[i].seed; i < runs.size() && runs[i].seed == seed; ++i) {
      rows.push_back(runs[i].figures);
      seconds += runs[i].figures.count("seconds") != 0 ? runs[i].figures.at("seconds") : 0;
    }
    seeds.push_back(plan.recipe.over.empty() ? rows[0] : grid_figures(plan.recipe, rows));
    seeds.back()["seconds"] = seconds;
  }
  return seeds;
}

}  // namespace

namespace {

// What only a run would find.
void check_whole(const Recipe& recipe) {
  if (!recipe.method.empty()) {
    check(recipe.over.empty(), recipe.name, ": expected a grid (over.KEYS) over a `net`, got one over a `method`");
    return check_method_line(recipe);
  }
  std::vector<Recipe> rows = grid_rows(recipe);
  if (rows.empty()) rows.push_back(recipe);
  for (const Recipe& row : rows) {
    if (row.validation != "none") continue;
    check(recipe.over.empty(), recipe.name, ": expected a key `validation` to choose a row of the grid on, got none");
    check(row.patience == 0 && !row.restore_best, recipe.name,
          ": expected a key `validation` for `patience` and `restore_best` to watch, got none");
  }
}

}  // namespace

std::vector<Recipe> recipes_named(const std::vector<std::string>& words) {
  std::vector<Recipe> recipes;
  std::vector<std::string> ids;
  for (const std::string& word : words)
    if (is_file_name(word))
      recipes.push_back(read_recipe(word));
    else
      ids.push_back(word);
  if (!ids.empty())
    for (const std::string& id : systems_named(ids)) recipes.push_back(builtin_recipe(id));
  for (const Recipe& recipe : recipes) check_whole(recipe);
  return recipes;
}

std::vector<Plan> plans_of(const std::vector<Recipe>& recipes, const PlanOptions& options, const TrainTest& source) {
  std::vector<Plan> plans;
  for (const Recipe& recipe : recipes) {
    int64_t macs = 0;
    if (!recipe.net.empty()) macs = network_for(recipe.net, source.train, parse_init(recipe.init), 0).macs();
    PlanOptions own = options;
    if (!recipe.net.empty())
      own.pictures =
          static_cast<int>(make_split(recipe.validation, source.train.labels, options.first_seed).train.size());
    plans.push_back(plan_of(recipe, own, macs));
    check(plans.back().id != "result", recipe.name,
          ": expected another name than result: result.json is the file of all systems");
    for (size_t i = 0; i + 1 < plans.size(); ++i)
      check(plans[i].id != plans.back().id, "reproduce: two recipes are called ", plans.back().id);
  }
  return plans;
}

void check_fresh(const std::vector<Plan>& plans, const RunStore& store) {
  for (const Plan& plan : plans)
    check(!store.has_any(plan), "--out: ", store.path(""), " holds results of ", plan.id,
          " already; expected --resume, or another folder");
}

Reproduced reproduce(const Plan& plan, const TrainTest& source, const RunStore& store, RunCount& count,
                     const Shared& shared) {
  Reproduced r{plan, {}, {}, {}};
  const std::string figure = headline_figure(plan.recipe), data_sha256 = whole_sha256(source);
  for (const PlannedRun& run : plan.runs) {
    r.runs.push_back(read_or_computed(run, source, data_sha256, store, shared));
    add_figures_after_epochs(r.runs.back(), plan.recipe);
    ++count.done;
    const Figures& f = r.runs.back().figures;
    const auto value = f.find(figure), seconds = f.find("seconds");
    if (!shared.quiet && value != f.end() && seconds != f.end())
      print_note(text(run.name, ": ", figure_words(figure), " ", figure_text(figure, value->second), ", ",
                      in_seconds(seconds->second), " (", count.done, " of ", count.all, " runs)\n"));
  }
  r.seeds = figures_by_seed(plan, r.runs);
  r.verdict = judge(plan.recipe, r.seeds, plan.quick);
  return r;
}

const RunResult& shown_run(const Reproduced& r) {
  const auto ended = std::find_if(r.runs.begin(), r.runs.end(),
                                  [](const RunResult& run) { return !run.history.empty() || run.test.classes() > 0; });
  return ended == r.runs.end() ? r.runs.front() : *ended;
}

}  // namespace thimble
