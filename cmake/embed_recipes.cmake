# cmake -DOUT=recipe_texts.cpp "-DRECIPES=a.recipe;b.recipe" -P embed_recipes.cmake
# writes the array that app/recipe_texts.h declares.
set(code "#include \"app/recipe_texts.h\"\n\nnamespace thimble {\n\nconst RecipeText kRecipeTexts[] = {\n")
foreach(file IN LISTS RECIPES)
  get_filename_component(id ${file} NAME_WE)
  file(READ ${file} content)
  string(APPEND code "    {\"${id}\", R\"recipe(${content})recipe\"},\n")
endforeach()
string(APPEND code "    {nullptr, nullptr},\n};\n\n}  // namespace thimble\n")
file(WRITE ${OUT} "${code}")
