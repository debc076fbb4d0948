#include "app/recipe_grid.h"

#include <algorithm>

#include "core/error.h"
#include "nn/words.h"

namespace thimble {

namespace {

constexpr size_t kMostRows = 1000;

std::vector<std::string> cut(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(trimmed(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

// "adam 0.001", "batch 128": a lone number says of what it is.
std::string words_of(const RecipeAxis& axis, const std::vector<std::string>& values) {
  std::string words = axis.keys.size() == 1 ? axis.keys[0] : "";
  for (const std::string& value : values) words += (words.empty() ? "" : " ") + value;
  return words;
}

}  // namespace

const std::vector<std::string>& method_words() {
  static const std::vector<std::string> words = {"cv", "fld", "kmeans", "knn", "mpp", "pca", "som", "wta"};
  return words;
}

void check_method(const std::string& line) {
  const std::vector<std::string> words = split_words(line);
  const std::string first = words.empty() ? "" : words[0].substr(0, 60);
  const std::vector<std::string>& known = method_words();
  check(std::find(known.begin(), known.end(), first) != known.end(), "unknown method \"", first, "\"; ",
        known_words(first, known));
}

RecipeAxis parse_axis(const std::string& keys, const std::string& values) {
  RecipeAxis axis{cut(keys, '/'), {}};
  for (const std::string& value : cut(values, ',')) {
    axis.values.push_back(split_words(value));
    check(axis.values.back().size() == axis.keys.size(), "expected ", axis.keys.size(),
          axis.keys.size() == 1 ? " word" : " words", " in each value, parted by commas, got \"", value, "\"");
  }
  return axis;
}

std::vector<Recipe> grid_rows(const Recipe& recipe) {
  if (recipe.over.empty()) return {};
  Recipe plain = recipe;
  plain.over.clear();
  plain.title.clear();
  std::vector<Recipe> rows = {plain};
  for (const RecipeAxis& axis : recipe.over) {
    check(rows.size() * axis.values.size() <= kMostRows, "expected at most ", kMostRows, " combinations, got more");
    std::vector<Recipe> next;
    for (const Recipe& before : rows)
      for (const std::vector<std::string>& values : axis.values) {
        Recipe row = before;
        for (size_t i = 0; i < values.size(); ++i) {
          check(axis.keys[i] != "net" && axis.keys[i] != "title" && axis.keys[i].compare(0, 5, "over.") != 0,
                "over: expected a key that is one word, got `", axis.keys[i], "`");
          check(axis.keys[i] != "seed" && axis.keys[i] != "seeds",
                "over: expected a setting; the seeds are what each row is repeated with, got `", axis.keys[i], "`");
          set_key(row, axis.keys[i], values[i]);
        }
        row.title += (row.title.empty() ? "" : ", ") + words_of(axis, values);
        next.push_back(row);
      }
    rows = std::move(next);
  }
  return rows;
}

}  // namespace thimble
