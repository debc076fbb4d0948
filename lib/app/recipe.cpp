#include "app/recipe.h"

#include <functional>
#include <limits>
#include <set>
#include <utility>

#include "app/recipe_grid.h"
#include "app/recipe_texts.h"
#include "core/error.h"
#include "data/augment.h"
#include "learn/number.h"
#include "nn/compute.h"
#include "nn/init.h"
#include "nn/schedule.h"
#include "nn/spec.h"
#include "nn/words.h"

namespace thimble {

namespace {

const std::string kReported = "reported.", kTolerance = "tolerance.", kOver = "over.";

// `key = value`, with the line of the key.
struct Entry {
  int line;
  std::string key, value;
};

[[noreturn]] void fail_at(const std::string& name, int line, const std::string& message) {
  fail(Error::usage, text(name, ":", line, ": ", message));
}

std::vector<Entry> entries_of(const std::string& recipe, const std::string& name) {
  std::vector<Entry> entries;
  int line = 0;
  for (size_t begin = 0; begin < recipe.size();) {
    const size_t end = std::min(recipe.find('\n', begin), recipe.size());
    const std::string_view whole = std::string_view(recipe).substr(begin, end - begin);
    const std::string_view content = trimmed(whole.substr(0, whole.find('#')));
    begin = end + 1;
    ++line;
    if (content.empty()) continue;
    if (whole[0] == ' ' || whole[0] == '\t') {
      if (entries.empty()) fail_at(name, line, "expected `key = value`, got a line that begins with a blank");
      std::string& value = entries.back().value;
      value += (value.empty() ? "" : "\n") + std::string(content);
      continue;
    }
    const size_t equals = content.find('=');
    if (equals == std::string_view::npos)
      fail_at(name, line, "expected `key = value`, got \"" + std::string(content.substr(0, 60)) + "\"");
    entries.push_back(
        {line, std::string(trimmed(content.substr(0, equals))), std::string(trimmed(content.substr(equals + 1)))});
  }
  return entries;
}

double number_of(const std::string& value, double low, double high) {
  const auto number = to_number(value);
  check(number && *number >= low && *number <= high, "expected a number from ", low, " to ", high, ", got \"", value,
        "\"");
  return *number;
}

int count_of(const std::string& value, int low) {
  const auto count = to_count(value);
  check(count && *count >= low, "expected a whole number of at least ", low, ", got \"", value, "\"");
  return *count;
}

bool yes_or_no(const std::string& value) {
  check(value == "true" || value == "false", "expected true or false, got \"", value, "\"");
  return value == "true";
}

unsigned long long seed_of(const std::string& value) {
  const auto seed = parse_integer(value, 0, std::numeric_limits<long long>::max());
  check(seed.has_value(), "expected a whole number of at least 0, got \"", value, "\"");
  return static_cast<unsigned long long>(*seed);
}

// As make_split reads it, but for counts that only the labels can refuse.
void check_validation(const std::string& value) {
  const size_t colon = std::min(value.find(':'), value.size());
  const std::string kind = value.substr(0, colon), argument = value.substr(std::min(colon + 1, value.size()));
  const auto number = to_number(argument);
  const bool share = (kind == "random" || kind == "stratified") && number && *number > 0 && *number < 1;
  const bool head = kind == "head" && to_count(argument).value_or(0) >= 1;
  check(value == "none" || head || share,
        "expected none, head:COUNT, random:SHARE or stratified:SHARE with a share between 0 and 1, got \"", value,
        "\"");
}

void check_numbers(const std::string& value) {
  check(!value.empty(), "expected a value, got nothing");
  for (const std::string& word : split_words(value))
    check(parse_number(word).has_value(), "expected numbers, got \"", word, "\"");
}

Range range_of(const std::string& value) {
  const std::vector<std::string> words = split_words(value);
  const auto low = words.empty() ? std::nullopt : to_number(words[0]);
  const auto high = words.size() == 2 ? to_number(words[1]) : std::nullopt;
  check(low && high && *low <= *high, "expected two numbers, LOW HIGH, got \"", value, "\"");
  return {*low, *high};
}

// A value over several lines as one.
std::string flowing(std::string value) {
  for (char& c : value)
    if (c == '\n') c = ' ';
  return value;
}

using Setter = std::function<void(Recipe&, const std::string& value)>;

const std::vector<std::pair<std::string, Setter>>& setters() {
  static const std::vector<std::pair<std::string, Setter>> kSetters = {
      {"title", [](Recipe& r, const std::string& v) { r.title = v; }},
      {"net", [](Recipe& r, const std::string& v) { parse_network(r.net = v); }},
      {"optimizer",
       [](Recipe& r, const std::string& v) {
         check(v == "adam" || v == "sgd" || v == "muon", "expected adam, sgd or muon, got \"", v, "\"");
         r.optimizer = v;
       }},
      {"lr", [](Recipe& r, const std::string& v) { r.lr = number_of(v, 0, 1e6); }},
      {"schedule", [](Recipe& r, const std::string& v) { parse_schedule(r.schedule = v, 1, 1); }},
      {"momentum", [](Recipe& r, const std::string& v) { r.momentum = number_of(v, 0, 1); }},
      {"nesterov", [](Recipe& r, const std::string& v) { r.nesterov = yes_or_no(v); }},
      {"batch", [](Recipe& r, const std::string& v) { r.batch = count_of(v, 1); }},
      {"epochs", [](Recipe& r, const std::string& v) { r.epochs = count_of(v, 1); }},
      {"validation", [](Recipe& r, const std::string& v) { check_validation(r.validation = v); }},
      {"patience", [](Recipe& r, const std::string& v) { r.patience = count_of(v, 0); }},
      {"restore_best", [](Recipe& r, const std::string& v) { r.restore_best = yes_or_no(v); }},
      {"augment", [](Recipe& r, const std::string& v) { parse_augment(r.augment = v); }},
      {"init", [](Recipe& r, const std::string& v) { parse_init(r.init = v); }},
      {"smoothing", [](Recipe& r, const std::string& v) { r.smoothing = number_of(v, 0, 1); }},
      {"weight_decay", [](Recipe& r, const std::string& v) { r.weight_decay = number_of(v, 0, 1e6); }},
      {"ema", [](Recipe& r, const std::string& v) { r.ema = number_of(v, 0, 0.999999); }},
      {"compute", [](Recipe& r, const std::string& v) { r.compute = to_text(parse_compute(v)); }},
      {"scale", [](Recipe& r, const std::string& v) { r.scale = number_of(v, -1e6, 1e6); }},
      {"seed", [](Recipe& r, const std::string& v) { r.seed = seed_of(v); }},
      {"method",
       [](Recipe& r, const std::string& v) {
         check_method(v);
         r.method = flowing(v);
       }},
      {"seeds", [](Recipe& r, const std::string& v) { r.seeds = count_of(v, 1); }},
      {"verdict",
       [](Recipe& r, const std::string& v) {
         check(v == kNotRebuilt || v == kNotAsWritten, "expected ", kNotRebuilt, " or ", kNotAsWritten, ", got \"", v,
               "\"");
         r.verdict = v;
       }},
      {"finding", [](Recipe& r, const std::string& v) { r.finding = flowing(v); }},
  };
  return kSetters;
}

// "reported.loss" begun by "reported.": what follows, or nothing.
std::string behind(const std::string& prefix, const std::string& key) {
  return key.compare(0, prefix.size(), prefix) == 0 ? key.substr(prefix.size()) : "";
}

}  // namespace

void set_key(Recipe& recipe, const std::string& key, const std::string& value) {
  if (const std::string name = behind(kReported, key); !name.empty()) {
    check_numbers(value);
    recipe.reported[name] = value;
    return;
  }
  if (const std::string name = behind(kTolerance, key); !name.empty()) {
    recipe.tolerance[name] = range_of(value);
    return;
  }
  if (const std::string name = behind(kOver, key); !name.empty()) {
    recipe.over.push_back(parse_axis(name, value));
    return;
  }
  std::vector<std::string> known;
  for (const auto& [name, setter] : setters()) {
    if (key == name) {
      check(!value.empty(), "expected a value, got nothing");
      return setter(recipe, value);
    }
    known.push_back(name);
  }
  for (const std::string& prefix : {kReported, kTolerance, kOver}) known.push_back(prefix + "NAME");
  fail(Error::usage, "unknown key `" + key.substr(0, 60) + "`; " + known_words(key, known));
}

Recipe parse_recipe(const std::string& recipe_text, const std::string& name) {
  Recipe recipe;
  recipe.name = name;
  std::set<std::string> seen;
  for (const Entry& entry : entries_of(recipe_text, name)) {
    if (!seen.insert(entry.key).second) fail_at(name, entry.line, "the key `" + entry.key + "` stands here again");
    try {
      set_key(recipe, entry.key, entry.value);
    } catch (const Error& e) {
      fail_at(name, entry.line, e.what());
    }
  }
  check(!recipe.net.empty() || !recipe.method.empty() || recipe.verdict == kNotRebuilt, name,
        ": expected a key `net`, got none");
  check(recipe.net.empty() || recipe.method.empty(), name, ": expected a key `net` or `method`, got both");
  check(!recipe.nesterov || recipe.optimizer == "sgd", name, ": nesterov: expected optimizer sgd, got ",
        recipe.optimizer);
  check(!recipe.momentum || recipe.optimizer != "adam", name, ": momentum: expected optimizer sgd or muon, got adam");
  try {
    grid_rows(recipe);
  } catch (const Error& e) {
    fail(e.kind, name + ": " + e.what());
  }
  return recipe;
}

double momentum_of(const Recipe& recipe) {
  constexpr double kOfMuon = 0.6;  // nn/muon.h
  return recipe.momentum.value_or(recipe.optimizer == "muon" ? kOfMuon : 0);
}

Recipe builtin_recipe(const std::string& id) {
  for (const RecipeText* r = kRecipeTexts; r->id != nullptr; ++r)
    if (id == r->id) return parse_recipe(r->text, id);
  fail(Error::usage, "recipe \"" + id + "\": unknown; " + known_words(id, builtin_recipes()));
}

std::vector<std::string> builtin_recipes() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> with_network;
    for (const RecipeText* r = kRecipeTexts; r->id != nullptr; ++r) {
      const Recipe recipe = parse_recipe(r->text, r->id);
      if (!recipe.net.empty() && recipe.over.empty()) with_network.emplace_back(r->id);
    }
    return with_network;
  }();
  return ids;
}

std::vector<std::string> builtin_systems() {
  std::vector<std::string> ids;
  for (const RecipeText* r = kRecipeTexts; r->id != nullptr; ++r)
    if (r->id[0] == 'S' && r->id[1] >= '0' && r->id[1] <= '9') ids.emplace_back(r->id);
  return ids;
}

}  // namespace thimble
