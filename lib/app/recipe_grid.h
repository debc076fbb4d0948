// The keys of a recipe that only `thimble reproduce` reads: a method instead of a network, and a grid of settings.
#pragma once

#include <string>
#include <vector>

#include "app/recipe.h"

namespace thimble {

constexpr char kNotRebuilt[] = "not rebuilt", kNotAsWritten[] = "not reproducible as written";

// The first word must name a method; what follows are options that the program reads. usage error.
void check_method(const std::string& line);
const std::vector<std::string>& method_words();  // mpp, knn, pca, ...

// "optimizer/lr", "adam 0.001, sgd 0.1": in each value a word for each key.
RecipeAxis parse_axis(const std::string& keys, const std::string& values);

// One recipe for each combination, the last axis varying fastest, with `title` the setting in words ("adam 0.001, batch
// 128"); without axes nothing. usage error where a value is none of its key's, or there are more than 1000.
std::vector<Recipe> grid_rows(const Recipe& recipe);

}  // namespace thimble
