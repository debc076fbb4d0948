// Chapter 16: checks that one can make on a report without training anything, and what the five reports say to them.
#include <cstdio>

#include "10_measuring/report_matrix.h"
#include "app/grid_table.h"
#include "checks.h"
#include "core/file.h"
#include "core/text.h"
#include "nn/trainer.h"
#include "plot/chart.h"

using namespace thimble;

template <class... Parts>
void say(const char* verdict, const char* where, const Parts&... words) {
  std::printf("%-7s %-5s %s\n", verdict, where, text(words...).c_str());
}

// [matrices]
void matrices() {
  ConfusionMatrix printed(10);
  for (int i = 0; i < 100; ++i) printed.add(i / 10, i % 10, kReported[size_t(i / 10)][size_t(i % 10)]);
  for (int k = 0; k < 10; ++k)
    if (printed.row_total(k) != 1000)
      say("wrong", "S1-B", "test matrix of ", printed.total(), " pictures: row ", k, " has ", printed.row_total(k));
  const ConfusionMatrix s0 = matrix_of(reported("S0-4", "test_confusion"));
  say(s0.trace() == 7982 ? "agrees" : "wrong", "S0-4", "test matrix: ", s0.trace(), " of ", s0.total(), ", .7982");
  for (const char* id : {"S1-A", "S1-B"}) {
    const double matrix = matrix_of(reported(id, "train_confusion")).accuracy();
    const double words = reported(id, "best_train_accuracy")[0], z = apart(matrix, 55000, words, 55000);
    say(z > 3 ? "wrong" : "agrees", id, "training matrix ", fixed(matrix, 4), ", text ", fixed(words, 4), ": ",
        fixed(z, 1), " standard errors");
  }
  say(kClothes[0] == "Shirt" ? "agrees" : "wrong", "S1-A", "text: \"Shirt(0)\", but 0 is ", kClothes[0], ", and 6 is ",
      kClothes[6]);
}
// [end]

void networks() {
  for (const char* id : {"S2-1", "S3-1", "S4-1", "S4-2", "S4-3"}) {
    const int64_t counted = built(id).parameter_count();
    const bool right = double(counted) == reported(id, "parameters")[0];
    say(right ? "agrees" : "wrong", id, grouped(counted), " parameters");
  }
  say("open", "S1-B", grouped(built("S1-B").parameter_count()), " parameters if only the first convolution is padded");
  double penalty = 0;
  for (uint64_t seed = 1; seed <= 5; ++seed) penalty += l2_penalty(built("S3-1", seed).parameters()) / 5;
  say(penalty > .4159 ? "suspect" : "agrees", "S3-1", "penalty of a new network ", fixed(penalty, 4), " (by hand ",
      fixed(first_penalty(built("S3-1")), 4), "), loss of the first epoch .4159");
  const size_t epochs = reported("S2-3", "history").size() / 4;
  say("unrun", "S2-3", "test .93; the log has ", epochs, " whole epochs of ", builtin_recipe("S2-3").epochs,
      ", the last validation .8582");
}

// [grid]
void grid(const char* id, double again) {
  std::vector<double> train, validation;
  size_t by_test = 0, by_accuracy = 0, by_loss = 0;
  const std::vector<Figures> rows = reported_grid(builtin_recipe(id));
  for (size_t i = 0; i < rows.size(); ++i) {
    train.push_back(rows[i].at("train_accuracy"));
    validation.push_back(rows[i].at("validation_accuracy"));
    if (rows[i].at("test_accuracy") > rows[by_test].at("test_accuracy")) by_test = i;
    if (validation[i] > validation[by_accuracy]) by_accuracy = i;
    if (rows[i].at("validation_loss") < rows[by_loss].at("validation_loss")) by_loss = i;
  }
  say(shares(train, 6, 54000) == 12 ? "found" : "open", "S4", shares(train, 6, 54000), " of 12 are k/54,000, ",
      shares(train, 6, 60000), " k/60,000, ", shares(validation, 6, 6000), " k/6,000");
  const double best = rows[by_test].at("test_accuracy"), drop = best - again;
  say("chosen", "S4", "on the test: row ", by_test + 1, "; validation accuracy says ", by_accuracy + 1, ", its loss ",
      by_loss + 1);
  say("luck", "S4", fixed(best, 4), ", again ", fixed(again, 4), ": ", fixed(drop, 4), " less, the best of 12 equals ",
      fixed(standard_error(.89, 10000) * expected_best(12), 4));
}
// [end]

void luck() {
  const double gallery = at_least(57, 60, .8961);
  say(gallery > .05 ? "luck" : "open", "S2", "57 of 60 right at .8961: probability ", fixed(gallery, 3));
  say("luck", "S0", ".8189 and .7982: ", fixed(apart(.8189, 1e4, .7982, 1e4), 1), " standard errors, ",
      fixed((.8189 - .7982) / (.0736 * std::sqrt(2.0)), 1), " of two seeds");
  say("luck", "S4-4", ".9125 and .9106: ", fixed(apart(.9125, 1e4, .9106, 1e4), 1), " standard errors");
  say("better", "S4-4", "a mistake costs at most ", fixed(.24629 / (1 - .9106), 2), ", S4-3's ",
      fixed(.34615 / (1 - .9125), 2));
}

void figures() {
  std::vector<double> train;
  for (const char* id : {"S4-grid2", "S4-grid3"})
    for (const Figures& row : reported_grid(builtin_recipe(id))) train.push_back(row.at("train_accuracy"));
  Series whole{"", {}}, mean{"mean", {}}, bound{"bound (10.9)", {}};
  for (int n = 40000; n <= 60000; n += 100) whole.points.push_back({double(n), double(shares(train, 6, n))});
  write_file(
      "figures/shares.svg",
      line_chart({whole},
                 {.title = "How many of 24 accuracies are k / n", .x_label = "n", .y_label = "of 24", .height = 300}));
  for (const int m : {1, 2, 3, 5, 8, 12, 18, 24, 36, 60, 100}) {
    mean.points.push_back({double(m), expected_best(m)});
    bound.points.push_back({double(m), std::sqrt(2 * log_exact(m))});
  }
  write_file("figures/best.svg", line_chart({mean, bound}, {.title = "The best of m equals",
                                                            .x_label = "m",
                                                            .y_label = "above the mean, in s.d.",
                                                            .height = 300,
                                                            .log_x = true}));
}

int main() {
  std::puts("matrices");
  matrices();
  std::puts("\nnetworks");
  networks();
  std::puts("\ntwo hidden layers, twelve settings");
  grid("S4-grid2", .8901);
  std::puts("\nthree hidden layers, twelve settings");
  grid("S4-grid3", .8922);
  std::puts("\nchance");
  luck();
  figures();
}
