#include "app/verdict.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/grid_table.h"
#include "app/recipe_grid.h"

namespace thimble {
namespace {

Recipe recipe_with(const std::string& lines) { return parse_recipe("net = flatten, dense 10\n" + lines, "mine"); }

std::vector<Figures> runs_of(const std::string& figure, const std::vector<double>& values) {
  std::vector<Figures> runs;
  for (const double v : values) runs.push_back({{figure, v}});
  return runs;
}

Verdict::Kind kind_of(const std::string& lines, const std::vector<Figures>& runs, const std::string& quick = "") {
  return judge(recipe_with(lines), runs, quick).kind;
}

TEST(OverSeeds, IsMeanAndDeviationWithBestAsTheFigureWishes) {
  const OverSeeds a = over_seeds(runs_of("test_accuracy", {0.8, 0.9, 0.85}), "test_accuracy").value();
  EXPECT_EQ(a.count, 3);
  EXPECT_NEAR(a.mean, 0.85, 1e-12);
  EXPECT_NEAR(a.sd, 0.05, 1e-12);  // sqrt((.05^2 + .05^2) / 2)
  EXPECT_EQ(a.best, 0.9);
  EXPECT_EQ(a.worst, 0.8);
  const OverSeeds l = over_seeds(runs_of("test_loss", {0.3, 0.2}), "test_loss").value();
  EXPECT_EQ(l.best, 0.2);
  EXPECT_EQ(l.worst, 0.3);
  EXPECT_EQ(over_seeds(runs_of("test_loss", {0.3}), "test_loss")->sd, 0);
  EXPECT_FALSE(over_seeds(runs_of("test_loss", {0.3}), "test_accuracy"));
}

TEST(Verdict, TheMeanDecidesNotASeed) {
  const std::string lines = "tolerance.test_accuracy = 0.80 0.90\n";
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.70, 0.98})), Verdict::reproduced);
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.90, 0.92})), Verdict::better);
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.92, 0.60})), Verdict::not_reached);
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.80, 0.80})), Verdict::reproduced) << "the ends belong to it";
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.79996})), Verdict::reproduced) << "reads 0.8000";
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.7999})), Verdict::not_reached);
}

TEST(Verdict, LessOfALossIsBetterAndACountIsRightOrWrong) {
  EXPECT_EQ(kind_of("tolerance.inertia_per_sample = 31 32", runs_of("inertia_per_sample", {30})), Verdict::better);
  EXPECT_EQ(kind_of("tolerance.inertia_per_sample = 31 32", runs_of("inertia_per_sample", {33})), Verdict::not_reached);
  EXPECT_EQ(kind_of("tolerance.components_90 = 84 84", runs_of("components_90", {84})), Verdict::reproduced);
  for (const double n : {83, 85})
    EXPECT_EQ(kind_of("tolerance.components_90 = 84 84", runs_of("components_90", {n})), Verdict::not_reached) << n;
}

TEST(Verdict, OneMissedToleranceOutweighsABetterFigure) {
  const std::string lines = "tolerance.test_accuracy = 0.8 0.9\ntolerance.validation_accuracy = 0.8 0.9\n";
  const Verdict v = judge(recipe_with(lines), {{{"test_accuracy", 0.95}, {"validation_accuracy", 0.7}}});
  EXPECT_EQ(v.kind, Verdict::not_reached);
  EXPECT_EQ(v.words, "not reached: validation accuracy 0.7000, expected 0.8000 to 0.9000");
  EXPECT_EQ(judge(recipe_with(lines), {{{"test_accuracy", 0.95}, {"validation_accuracy", 0.85}}}).words,
            "better: test accuracy 0.9500, expected 0.8000 to 0.9000");
}

TEST(Verdict, TheBestOfTheSeedsMayBeAskedFor) {
  const std::string lines = "tolerance.best_test_accuracy = 0.40 1\n";
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.1, 0.1, 0.41})), Verdict::reproduced);
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.1, 0.1, 0.38})), Verdict::not_reached);
}

TEST(Verdict, WhatWasNotMeasuredIsNotReached) {
  EXPECT_EQ(judge(recipe_with("tolerance.test_accuracy = 0.8 0.9"), runs_of("train_loss", {1})).words,
            "not reached: no test accuracy was measured");
  EXPECT_EQ(kind_of("tolerance.test_accuracy = 0.8 0.9", runs_of("test_accuracy", {NAN})), Verdict::not_reached);
  EXPECT_EQ(kind_of("tolerance.train_loss = 0.8 0.9", runs_of("train_loss", {NAN})), Verdict::not_reached);
}

TEST(Verdict, ASeedThatRanAwayIsCountedAndLeftOutOfTheMean) {
  const std::vector<Figures> runs = runs_of("test_accuracy", {0.85, NAN, 0.87});
  const OverSeeds s = over_seeds(runs, "test_accuracy").value();
  EXPECT_EQ(s.count, 2);
  EXPECT_NEAR(s.mean, 0.86, 1e-12);
  EXPECT_EQ(s.best, 0.87);
  EXPECT_EQ(s.worst, 0.85);
  EXPECT_EQ(judge(recipe_with("tolerance.test_accuracy = 0.8 0.9"), runs).words,
            "not reached: test accuracy is no number with 1 of 3 seeds");
  EXPECT_EQ(kind_of("tolerance.best_test_accuracy = 0.86 0.9", runs), Verdict::reproduced);
  EXPECT_FALSE(over_seeds(runs_of("test_accuracy", {NAN}), "test_accuracy"));
  const auto row = [](double accuracy) { return Figures{{"validation_accuracy", accuracy}}; };
  EXPECT_EQ(chosen_on_validation({row(NAN), row(0.5), row(NAN)}), 1);
  EXPECT_EQ(chosen_on_validation({row(NAN), row(NAN)}), 0);
}

TEST(Verdict, WithoutAToleranceNothingIsJudged) {
  EXPECT_EQ(judge(recipe_with(""), runs_of("test_accuracy", {0.85})).words, "not judged: the recipe has no tolerance");
  EXPECT_EQ(kind_of("verdict = not reproducible as written", runs_of("test_accuracy", {0.85})),
            Verdict::not_as_written);
}

TEST(Verdict, AFigureThatCannotBeReproducedStaysSoUnlessOursFails) {
  const std::string lines = "verdict = not reproducible as written\nfinding = x\ntolerance.test_accuracy = 0.8 0.9\n";
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.85})), Verdict::not_as_written);
  EXPECT_EQ(kind_of(lines, runs_of("test_accuracy", {0.7})), Verdict::not_reached);
  EXPECT_EQ(judge(recipe_with(lines), runs_of("test_accuracy", {0.95})).words,
            "not reproducible as written; better: test accuracy 0.9500, expected 0.8000 to 0.9000");
}

TEST(Verdict, NothingRebuiltAndQuickAreNeverClaimedAsReproductions) {
  const Recipe none = parse_recipe("verdict = not rebuilt\nreported.test_accuracy = 0.8472", "mine");
  EXPECT_EQ(judge(none, {}).words, "not rebuilt");
  const Verdict quick =
      judge(recipe_with("tolerance.test_accuracy = 0.8 0.9"), runs_of("test_accuracy", {0.85}), "1 of 5 seeds");
  EXPECT_EQ(quick.kind, Verdict::quick);
  EXPECT_EQ(quick.words, "quick: 1 of 5 seeds");
  EXPECT_EQ(judge(recipe_with(""), {}).kind, Verdict::no_runs);
}

TEST(Verdict, TheHeadlineIsWhatTheReportSpeaksOf) {
  EXPECT_EQ(headline_figure(builtin_recipe("S2-1")), "test_accuracy");
  EXPECT_EQ(headline_figure(builtin_recipe("S2-2")), "validation_accuracy");
  EXPECT_EQ(headline_figure(builtin_recipe("S0-P-kmeans")), "train_accuracy");
  EXPECT_EQ(headline_figure(builtin_recipe("S0-P-cv1")), "accuracy");
  EXPECT_EQ(headline_figure(builtin_recipe("S0-P-pca")), "components_90");
  EXPECT_EQ(headline_figure(recipe_with("tolerance.best_inertia_per_sample = 1 2")), "inertia_per_sample");
  EXPECT_EQ(headline_figure(recipe_with("tolerance.best_test_accuracy = 0 1\ntolerance.dead = 0 1")), "test_accuracy");
  EXPECT_EQ(reported_figure(builtin_recipe("S2-3"), "test_accuracy"), 0.93) << "claimed";
  EXPECT_EQ(reported_figure(builtin_recipe("S2-X"), "test_accuracy"), 0.8472);
  EXPECT_FALSE(reported_figure(builtin_recipe("S0-P-wta"), "test_accuracy"));
}

TEST(Verdict, FiguresAfterAnEpochComeFromTheHistory) {
  std::vector<Progress> history(2);
  history[0].train = {1.5, 0.5};
  history[1].train = {0.5, 0.75};
  history[1].validation = {0.6, 0.7};
  history[1].has_validation = true;
  EXPECT_EQ(figure_after_epoch(history, "train_loss.1"), 1.5);
  EXPECT_EQ(figure_after_epoch(history, "validation_accuracy.2"), 0.7);
  for (const char* none :
       {"train_loss", "train_loss.3", "train_loss.0", "train_loss.x", "validation_loss.1", "speed.1"})
    EXPECT_FALSE(figure_after_epoch(history, none)) << none;
  EXPECT_EQ(figure_words("validation_accuracy.27"), "validation accuracy, epoch 27");
  EXPECT_EQ(figure_text("components_90", 84), "84");
  EXPECT_EQ(figure_text("test_accuracy", 1), "1.0000");
}

}  // namespace
}  // namespace thimble
