#include "app/reproduce_plan.h"

#include <algorithm>

#include "app/recipe_grid.h"
#include "core/error.h"
#include "learn/number.h"
#include "learn/sha256.h"
#include "nn/words.h"
#include "plot/markup.h"

namespace thimble {

namespace {

// A quick run is cut to about this many seconds, as two slow cores need them: 50 GFLOP/s and 15 us a picture.
constexpr double kQuickSeconds = 10, kFlopsASecond = 50e9, kSecondsAPicture = 15e-6;
constexpr int kFewestPictures = 2000;

double seconds_a_picture(int64_t macs) { return 6.0 * static_cast<double>(macs) / kFlopsASecond + kSecondsAPicture; }

std::string two_digits(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// Fewer epochs, and where one is still too long fewer pictures; what was cut, in words.
std::string cut(PlannedRun& run, int all, int64_t macs, double seconds) {
  Recipe& recipe = run.recipe;
  const double can_have = seconds / seconds_a_picture(macs);
  const int epochs = std::clamp(static_cast<int>(std::min(can_have / all, 1e9)), 1, recipe.epochs);
  std::string words;
  if (epochs < recipe.epochs) words = text(epochs, " of ", recipe.epochs, " epochs");
  recipe.epochs = epochs;
  const int fewer = can_have < all ? std::max(kFewestPictures, static_cast<int>(can_have) / 1000 * 1000) : all;
  if (fewer < all) {
    run.pictures = fewer;
    words += text(words.empty() ? "" : ", ", "the first ", grouped(fewer), " pictures");
  }
  return words;
}

// "S0" and "S0-P" name groups of systems.
bool names(const std::string& word, const std::string& id) {
  return word == "all" || word == id || id.compare(0, word.size() + 1, word + "-") == 0;
}

}  // namespace

std::string PlannedRun::fingerprint(const std::string& data_sha256) const {
  const Recipe& r = recipe;
  const std::string all =
      text(r.net, '\n', r.method, '\n', r.optimizer, '\n', r.schedule, '\n', r.validation, '\n', r.augment, '\n',
           r.init, '\n', number_text(r.lr), ' ', number_text(momentum_of(r)), ' ', r.nesterov, r.restore_best, ' ',
           r.batch, ' ', r.epochs, ' ', r.patience, ' ', r.seed, ' ', number_text(r.scale), ' ', pictures, '\n',
           number_text(r.smoothing), ' ', number_text(r.weight_decay), ' ', number_text(r.ema), ' ', r.compute, '\n') +
      data_sha256;
  return sha256({reinterpret_cast<const uint8_t*>(all.data()), all.size()});
}

Plan plan_of(const Recipe& recipe, const PlanOptions& options, int64_t macs) {
  Plan plan{recipe, recipe.name, {}, ""};
  const size_t slash = plan.id.rfind('/');
  if (slash != std::string::npos) plan.id = plan.id.substr(slash + 1);
  if (plan.id.ends_with(".recipe")) plan.id.resize(plan.id.size() - 7);
  if (recipe.net.empty() && recipe.method.empty()) return plan;
  std::vector<Recipe> rows = grid_rows(recipe);
  const bool grid = !rows.empty();
  if (!grid) rows.push_back(recipe);
  const bool fixed = !recipe.method.empty() && recipe.seeds == 1;  // it has nothing random
  const int wanted = options.seeds > 0 && !fixed ? options.seeds : recipe.seeds, seeds = options.quick ? 1 : wanted;
  if (seeds < wanted) plan.quick = text("1 of ", wanted, " seeds");
  bool said = false;  // of the first row that is cut
  for (uint64_t seed = options.first_seed; seed < options.first_seed + static_cast<uint64_t>(seeds); ++seed)
    for (size_t i = 0; i < rows.size(); ++i) {
      PlannedRun run{rows[i], grid ? static_cast<int>(i) + 1 : 0, 0, ""};
      run.recipe.seed = seed;
      run.recipe.name = plan.id;
      run.name = plan.id + (grid ? ".row-" + two_digits(run.row) : "") + ".seed-" + std::to_string(seed);
      if (options.quick && run.recipe.method.empty()) {
        const std::string words = cut(run, options.pictures, macs, kQuickSeconds / (grid ? 4 : 1));
        if (!said && !words.empty()) said = true, plan.quick += (plan.quick.empty() ? "" : ", ") + words;
      }
      plan.runs.push_back(run);
    }
  return plan;
}

std::vector<std::string> systems_named(const std::vector<std::string>& words) {
  const std::vector<std::string> systems = builtin_systems();
  const std::vector<std::string> recipes = builtin_recipes();
  std::vector<bool> wanted(systems.size());
  std::vector<std::string> chosen, others;
  for (const std::string& word : words) {
    bool found = false;
    for (size_t i = 0; i < systems.size(); ++i) {
      const bool named = names(word, systems[i]);
      wanted[i] = wanted[i] || named;
      found = found || named;
    }
    if (found) continue;
    std::vector<std::string> known = {"all"};
    known.insert(known.end(), systems.begin(), systems.end());
    for (const std::string& id : recipes)
      if (std::find(known.begin(), known.end(), id) == known.end()) known.push_back(id);
    check(std::find(recipes.begin(), recipes.end(), word) != recipes.end(), "\"", word.substr(0, 60),
          "\": no system has that name, and a file's would hold a slash or end in .recipe; ", known_words(word, known));
    if (std::find(others.begin(), others.end(), word) == others.end()) others.push_back(word);
  }
  for (size_t i = 0; i < systems.size(); ++i)
    if (wanted[i]) chosen.push_back(systems[i]);
  chosen.insert(chosen.end(), others.begin(), others.end());
  return chosen;
}

}  // namespace thimble
