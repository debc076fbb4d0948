// What --net accepts: a recipe's name, a file (a recipe or a network text), or the network text itself.
#pragma once

#include <string>

#include "app/recipe.h"
#include "nn/sequential.h"

namespace thimble {

// With Keras's defaults where only the network is known. Errors name the file, or the place in the text.
Recipe recipe_for(const std::string& argument);

Recipe read_recipe(const std::string& path);  // of a file that holds a recipe, perhaps without a network

// "1x28x28", "28x28" or "12": one to three extents from 1 to 4096; usage error naming `who`.
Shape parse_shape(const std::string& words, const std::string& who);

}  // namespace thimble
