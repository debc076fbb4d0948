// Systems of the reports, run by run: what is finished already is read, what was stopped goes on, the rest is computed.
#pragma once

#include <string>
#include <vector>

#include "app/reproduce_plan.h"
#include "app/verdict.h"
#include "data/source.h"
#include "native/command_line.h"
#include "native/run_result.h"
#include "native/run_store.h"

namespace thimble {

// A system with all its runs.
struct Reproduced {
  Plan plan;
  std::vector<RunResult> runs;
  std::vector<Figures> seeds;  // of each seed; of a grid those of the row that validation data chose
  Verdict verdict;
};

// The run whose curves, matrix and pictures are shown: the first that ended, for one that ran away has none. There must be
// a run.
const RunResult& shown_run(const Reproduced& system);

// The recipes that names or files stand for: a word that ends in .recipe, or holds a slash, is a file. usage errors before
// anything is computed.
std::vector<Recipe> recipes_named(const std::vector<std::string>& words);

// All plans. usage error where the folder holds results of theirs already and nobody said --resume.
std::vector<Plan> plans_of(const std::vector<Recipe>& recipes, const PlanOptions& options, const TrainTest& source);
void check_fresh(const std::vector<Plan>& plans, const RunStore& store);

// After Ctrl-C: says what is kept and how to go on, and throws Interrupted. `done` of `all` runs, for the notes.
struct RunCount {
  int done = 0, all = 0;
};
Reproduced reproduce(const Plan& plan, const TrainTest& source, const RunStore& store, RunCount& count,
                     const Shared& shared);

}  // namespace thimble
