#include "app/recipe_grid.h"

#include <gtest/gtest.h>

#include "app/grid_table.h"
#include "support/throws.h"

namespace thimble {
namespace {

constexpr char kNet[] = "net = flatten, dense 10\n";

TEST(RecipeGrid, HoldsWhatReproduceReads) {
  const Recipe r = parse_recipe(
      "method = mpp --case 3\n  --pca 84\nseeds = 7\nverdict = not reproducible as written\n"
      "finding = First line,\n  second line.\ntolerance.test_accuracy = 0.79 0.8\n",
      "mine");
  EXPECT_EQ(r.method, "mpp --case 3 --pca 84");
  EXPECT_EQ(r.seeds, 7);
  EXPECT_EQ(r.verdict, kNotAsWritten);
  EXPECT_EQ(r.finding, "First line, second line.");
  ASSERT_EQ(r.tolerance.count("test_accuracy"), 1u);
  EXPECT_EQ(r.tolerance.at("test_accuracy").low, 0.79);
  EXPECT_EQ(r.tolerance.at("test_accuracy").high, 0.8);
}

TEST(RecipeGrid, ARowForEachCombinationTheLastAxisFastest) {
  const Recipe r = parse_recipe(
      std::string(kNet) + "epochs = 3\nover.optimizer/lr = adam 0.001, sgd 0.1\nover.batch = 128, 256, 512\n", "mine");
  const std::vector<Recipe> rows = grid_rows(r);
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_EQ(rows[0].title, "adam 0.001, batch 128");
  EXPECT_EQ(rows[1].title, "adam 0.001, batch 256");
  EXPECT_EQ(rows[5].title, "sgd 0.1, batch 512");
  EXPECT_EQ(rows[5].optimizer, "sgd");
  EXPECT_EQ(rows[5].lr, 0.1);
  EXPECT_EQ(rows[5].batch, 512);
  EXPECT_EQ(rows[5].epochs, 3);
  EXPECT_TRUE(rows[5].over.empty());
  EXPECT_TRUE(grid_rows(parse_recipe(kNet, "mine")).empty());
}

void expect_message(const std::string& text, const std::string& part) {
  EXPECT_ERROR(parse_recipe(text, "my.recipe"), usage, part);
}

TEST(RecipeGrid, RefusesWhatMakesNoSense) {
  const std::string net = kNet;
  expect_message("method = mp --case 3", "my.recipe:1: unknown method \"mp\"; known: cv, fld");
  expect_message("method = mp --case 3", "did you mean mpp?");
  expect_message(net + "method = mpp", "my.recipe: expected a key `net` or `method`, got both");
  expect_message("verdict = not reproducible as written", "my.recipe: expected a key `net`, got none");
  expect_message(net + "verdict = fine",
                 "my.recipe:2: expected not rebuilt or not reproducible as written, got \"fine\"");
  expect_message(net + "seeds = 0", "my.recipe:2: expected a whole number of at least 1, got \"0\"");
  expect_message(net + "finding =", "my.recipe:2: expected a value, got nothing");
  for (const char* range : {"0.5", "0.9 0.8", "a b", "1 2 3", "nan 1", ""})
    expect_message(net + "tolerance.test_accuracy = " + range, "my.recipe:2: expected two numbers, LOW HIGH, got");
  expect_message(net + "tolerance. = 1 2", "my.recipe:2: unknown key `tolerance.`");
  expect_message(net + "over.optimizer/lr = adam",
                 "my.recipe:2: expected 2 words in each value, parted by commas, got \"adam\"");
  expect_message(net + "over.batch = 1,,2", "my.recipe:2: expected 1 word in each value, parted by commas, got \"\"");
  expect_message(net + "over.batch = 0, 8", "my.recipe: expected a whole number of at least 1, got \"0\"");
  expect_message(net + "over.bach = 8", "my.recipe: unknown key `bach`");
  expect_message(net + "over.net = relu", "my.recipe: over: expected a key that is one word, got `net`");
  expect_message(net + "over.over.batch = 8", "my.recipe: over: expected a key that is one word, got `over.batch`");
  std::string many = "1";
  for (int i = 2; i <= 40; ++i) many += ", " + std::to_string(i);
  expect_message(net + "over.batch = " + many + "\nover.epochs = " + many,
                 "my.recipe: expected at most 1000 combinations");
}

TEST(RecipeGrid, SystemsAreThoseOfTheReports) {
  const std::vector<std::string> systems = builtin_systems();
  EXPECT_EQ(systems.size(), 36u);
  EXPECT_EQ(systems.front(), "S0-1");
  EXPECT_EQ(systems.back(), "S4-grid3");
  for (const std::string& id : systems) {
    const Recipe r = builtin_recipe(id);
    EXPECT_FALSE(r.title.empty()) << id;
    EXPECT_EQ(r.tolerance.empty(), r.verdict == kNotRebuilt) << id << " says what is to be reached";
    EXPECT_TRUE(r.verdict.empty() || !r.finding.empty()) << id << " says why";
    EXPECT_EQ(r.net.empty() && r.method.empty(), r.verdict == kNotRebuilt) << id;
  }
}

TEST(GridTable, BuiltInGridsHaveTheReportsTwelveRows) {
  for (const char* id : {"S4-grid2", "S4-grid3"}) {
    const Recipe r = builtin_recipe(id);
    const std::vector<Figures> reported = reported_grid(r);
    ASSERT_EQ(grid_rows(r).size(), 12u) << id;
    ASSERT_EQ(reported.size(), 12u) << id;
    // The report chose the row that is best on the test set.
    const int choice = reported_choice(r).value();
    for (const Figures& row : reported)
      EXPECT_LE(row.at("test_accuracy"), reported[static_cast<size_t>(choice)].at("test_accuracy")) << id;
  }
  const Recipe two = builtin_recipe("S4-grid2");
  EXPECT_EQ(grid_rows(two)[static_cast<size_t>(chosen_on_validation(reported_grid(two)))].title,
            "adam 0.001, batch 128");
  EXPECT_EQ(grid_rows(two)[static_cast<size_t>(reported_choice(two).value())].title, "adam 0.001, batch 512");
}

TEST(GridTable, ChoosesOnValidationDataWhateverTheTestSetSays) {
  const std::vector<Figures> rows = {{{"validation_accuracy", 0.8}, {"test_accuracy", 0.99}},
                                     {{"validation_accuracy", 0.9}, {"test_accuracy", 0.7}},
                                     {{"validation_accuracy", 0.9}, {"test_accuracy", 0.95}}};
  EXPECT_EQ(chosen_on_validation(rows), 1);
  const Recipe r = parse_recipe(
      std::string(kNet) + "reported.grid =\n  0 0 0 0 0 0.985\n  0 0 0 0 0 0.704\n  0 0 0 0 0 0.5\n", "mine");
  const Figures whole = grid_figures(r, rows);
  EXPECT_EQ(whole.at("test_accuracy"), 0.7);
  EXPECT_EQ(whole.at("chosen_row"), 2);
  EXPECT_DOUBLE_EQ(whole.at("rows_close"), 1.0 / 3);
  EXPECT_ERROR(chosen_on_validation({{{"test_accuracy", 1}}}), usage, "expected a validation set to choose on");
}

TEST(Grid, TheSeedIsNoSetting) {
  for (const std::string key : {"seed", "seeds"})
    EXPECT_ERROR(parse_recipe("net = flatten, dense 10\nover." + key + " = 1, 2\n", "mine"), usage,
                 "mine: over: expected a setting; the seeds are what each row is repeated with, got `" + key + "`");
}

}  // namespace
}  // namespace thimble
