#include "app/reproduce_plan.h"

#include <gmock/gmock.h>

#include <set>

#include "support/throws.h"

namespace thimble {
namespace {

TEST(Plan, ARunForEachSeedWithAFileNameOfItsOwn) {
  const Plan plan = plan_of(builtin_recipe("S2-1"), {}, 1);
  ASSERT_EQ(plan.runs.size(), 5u);
  EXPECT_EQ(plan.runs[2].name, "S2-1.seed-3");
  EXPECT_EQ(plan.runs[2].recipe.seed, 3u);
  EXPECT_EQ(plan.quick, "");
  EXPECT_EQ(plan_of(builtin_recipe("S2-1"), {.seeds = 2}, 1).runs.size(), 2u);
  EXPECT_EQ(plan_of(builtin_recipe("S2-1"), {.seeds = 2, .first_seed = 7}, 1).runs[1].recipe.seed, 8u);
  EXPECT_EQ(plan_of(builtin_recipe("S0-P-mpp1"), {.seeds = 4}, 0).runs.size(), 1u) << "nothing in it is random";
  EXPECT_EQ(plan_of(builtin_recipe("S0-P-kmeans"), {.seeds = 4}, 0).runs.size(), 4u);
  EXPECT_TRUE(plan_of(builtin_recipe("S2-X"), {}, 0).runs.empty());
}

TEST(Plan, AGridIsRunRowByRow) {
  const Plan plan = plan_of(builtin_recipe("S4-grid2"), {.seeds = 2}, 1);
  ASSERT_EQ(plan.runs.size(), 24u);
  EXPECT_EQ(plan.runs[0].name, "S4-grid2.row-01.seed-1");
  EXPECT_EQ(plan.runs[11].name, "S4-grid2.row-12.seed-1");
  EXPECT_EQ(plan.runs[12].recipe.seed, 2u);
  EXPECT_EQ(plan.runs[0].recipe.title, "adam 0.001, batch 128");
}

TEST(Plan, AFileIsCalledByItsLastPart) {
  const Recipe r = parse_recipe("net = flatten, dense 10", "some/where/mine.recipe");
  EXPECT_EQ(plan_of(r, {}, 1).runs[0].name, "mine.seed-1");
}

TEST(Plan, QuickSaysWhatItLeavesOut) {
  const Plan small = plan_of(builtin_recipe("S0-2"), {.quick = true}, 3170);
  ASSERT_EQ(small.runs.size(), 1u);
  EXPECT_EQ(small.runs[0].pictures, 0);
  EXPECT_EQ(small.quick, "1 of 10 seeds");
  const Plan large = plan_of(builtin_recipe("S3-1"), {.quick = true}, 41'600'000);
  EXPECT_EQ(large.runs[0].recipe.epochs, 1);
  EXPECT_EQ(large.runs[0].pictures, 2000);
  EXPECT_EQ(large.quick, "1 of 2 seeds, 1 of 75 epochs, the first 2,000 pictures");
  const Plan few = plan_of(builtin_recipe("S3-1"), {.quick = true, .pictures = 1999}, 41'600'000);
  EXPECT_EQ(few.runs[0].pictures, 0);
  EXPECT_EQ(few.quick, "1 of 2 seeds, 1 of 75 epochs") << "there are no 2,000 to cut to";
  const Recipe grid =
      parse_recipe("net = flatten, dense 10\nseeds = 1\nvalidation = head:9\nover.epochs = 1, 400", "g");
  EXPECT_EQ(plan_of(grid, {.quick = true}, 8000).runs[0].recipe.epochs, 1);
  EXPECT_EQ(plan_of(grid, {.quick = true}, 8000).quick, "2 of 400 epochs") << "of the first row that is cut";
  EXPECT_EQ(plan_of(builtin_recipe("S0-P-mpp1"), {.quick = true}, 0).quick, "") << "the whole of it is quick";
}

TEST(Plan, TheFingerprintChangesWithWhatTheResultDependsOn) {
  std::set<std::string> seen;
  const PlannedRun first = plan_of(builtin_recipe("S2-1"), {}, 1).runs[0];
  const auto changed = [&](const auto& change) {
    PlannedRun run = first;
    change(run);
    return seen.insert(run.fingerprint("data")).second;
  };
  EXPECT_TRUE(changed([](PlannedRun&) {}));
  EXPECT_FALSE(changed([](PlannedRun& r) { r.recipe.title = r.recipe.finding = "words"; })) << "words change nothing";
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.seed = 2; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.epochs = 2; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.net += ", relu"; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.augment = "flip"; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.pictures = 100; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.restore_best = true; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.smoothing = 0.1; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.weight_decay = 0.1; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.ema = 0.1; }));
  EXPECT_TRUE(changed([](PlannedRun& r) { r.recipe.compute = "bf16"; }));
  EXPECT_NE(first.fingerprint("data"), first.fingerprint("other data"));
}

TEST(Systems, AreNamedOneByOneByReportOrAllTogether) {
  EXPECT_EQ(systems_named({"S2-1"}), std::vector<std::string>{"S2-1"});
  EXPECT_EQ(systems_named({"S2-X", "S2-1", "S2-1"}), (std::vector<std::string>{"S2-1", "S2-X"}));
  EXPECT_EQ(systems_named({"S2"}), (std::vector<std::string>{"S2-1", "S2-2", "S2-3", "S2-X"}));
  EXPECT_THAT(systems_named({"S0-P"}), testing::Each(testing::StartsWith("S0-P-")));
  EXPECT_EQ(systems_named({"S3", "quick"}), (std::vector<std::string>{"S3-1", "quick"}));
  EXPECT_EQ(systems_named({"all"}), builtin_systems());
  EXPECT_ERROR(
      systems_named({"S2_1"}), usage,
      "\"S2_1\": no system has that name, and a file's would hold a slash or end in .recipe; known: all, S0-1");
  EXPECT_ERROR(systems_named({"S2_1"}), usage, "did you mean S2-1?");
  EXPECT_ERROR(systems_named({"S"}), usage, "no system");
  EXPECT_ERROR(systems_named({""}), usage, "no system");
}

}  // namespace
}  // namespace thimble
