// The files of lib/recipes/, compiled in by cmake/embed_recipes.cmake: an installed program has no folder to read.
#pragma once

namespace thimble {

struct RecipeText {
  const char* id;  // the file's name without ".recipe"; null behind the last
  const char* text;
};

extern const RecipeText kRecipeTexts[];

}  // namespace thimble
