// Which runs a reproduction consists of, and what a quick one leaves out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/recipe.h"

namespace thimble {

// One training or fit. A grid has rows, from 1; elsewhere the row is 0.
struct PlannedRun {
  Recipe recipe;  // with the seed in it, and the row's setting
  int row = 0;
  int pictures = 0;  // of the training part, the first; 0: all
  std::string name;  // "S2-1.seed-3", "S4-grid2.row-05.seed-1": of its files
  // What the run depends on, as SHA-256: a result that was kept belongs to the same plan only if this is the same.
  std::string fingerprint(const std::string& data_sha256) const;
};

struct Plan {
  Recipe recipe;  // of the system
  std::string id;
  std::vector<PlannedRun> runs;  // seed by seed, and in each row by row
  std::string quick;             // what was left out, in words; empty: nothing
};

struct PlanOptions {
  int seeds = 0;  // 0: as the recipe says
  bool quick = false;
  uint64_t first_seed = 1;
  int pictures = 60000;  // in the training part: what a quick run is cut from
};

// The seeds are first_seed, first_seed + 1, ...; a method that needs only one gets no more. No runs where
// nothing is rebuilt. `macs` of one picture, forward, 0 for a method.
Plan plan_of(const Recipe& recipe, const PlanOptions& options, int64_t macs);

// The systems that words name: "S2-1", "S0" (all that begin with S0-), "all", each once, in the order of the ids; other
// recipes by their own name. usage error with what is near.
std::vector<std::string> systems_named(const std::vector<std::string>& words);

}  // namespace thimble
