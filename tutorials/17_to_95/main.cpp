// Chapter 17: the parts of a modern recipe, each on a problem so small that one sees what it does.
#include <cstdio>

#include "ablation.h"
#include "bf16_number.h"
#include "core/file.h"
#include "depth.h"
#include "noisy_bowl.h"
#include "plot/chart.h"
#include "spectrum.h"
#include "turns.h"

using namespace thimble;

void depth() {
  const char* kinds[] = {"dense 32, relu", "residual ( dense 32, relu )", "residual ( dense 32, relu, batch_norm )"};
  std::printf("layers    plain  residual  and batch-norm\n");
  for (const int count : {1, 2, 4, 8, 16, 32})
    std::printf("%6d %8.5f %9.2f %15.2f\n", count, reaches(kinds[0], count), reaches(kinds[1], count),
                reaches(kinds[2], count));
}

void averages() {
  std::printf("\nmean of w^2 after 400 steps  weight  average, d = 0.95\n");
  const auto line = [](const char* name, const Schedule& rate) {
    const Unrest u = unrest(rate, 0.95);
    std::printf("%-27s %8.4f %11.4f\n", name, u.weight, u.average);
  };
  line("rate 0.2", constant(0.2f));
  line("rate 0.02", constant(0.02f));
  line("one cycle up to 0.2", one_cycle(0.2f, 400, 0.2f));
  std::vector<Series> curves;
  const auto curve = [&](const char* name, const std::vector<double>& values) {
    Series s{name, {}};
    for (size_t t = 0; t < values.size(); t += 4) s.points.push_back({double(t), values[t]});
    curves.push_back(s);
  };
  const Journey same = roll(constant(0.2f), 0.95, 400, 3), cycle = roll(one_cycle(0.2f, 400, 0.2f), 0.95, 400, 3);
  curve("rate 0.2", same.weight);
  curve("its average", same.average);
  curve("one cycle", cycle.weight);
  write_file("figures/averages.svg",
             line_chart(curves,
                        {.title = "Three ways to the bottom of a noisy bowl", .x_label = "step", .y_label = "weight"}));
}

void spectrum() {
  std::printf("\nsingular value, and behind each of five steps\n");
  for (const double s : {0.001, 0.01, 0.1, 0.3, 0.6, 0.8, 1.0}) {
    std::printf("%5.3f ", s);
    for (int steps = 1; steps <= 5; ++steps) std::printf("%8.4f", orthogonalised(s, steps));
    std::printf("\n");
  }
  std::vector<Series> curves;
  for (const int steps : {1, 3, 5}) {
    curves.push_back({std::to_string(steps) + (steps == 1 ? " step" : " steps"), {}});
    for (int i = 0; i <= 200; ++i) {
      const double s = i / 200.0;
      curves.back().points.push_back({s, orthogonalised(s, steps)});
    }
  }
  write_file(
      "figures/spectrum.svg",
      line_chart(curves, {.title = "What becomes of a singular value", .x_label = "before", .y_label = "after"}));
}

void rounding() {
  std::printf("\nas bf16\n");
  for (const float x : {1.2345f, 0.1f, 100.0f, 257.0f, 1.001f})
    std::printf("%8g -> %g\n", double(x), double(as_bf16(x)));
  float whole = 1, half = 1;
  for (int step = 0; step < 1000; ++step) {
    whole += 0.001f;
    half = as_bf16(half + 0.001f);
  }
  std::printf("1000 steps of 0.001 from 1: %.3f in float32, %.3f in bf16\n", double(whole), double(half));
}

void seen() {
  std::printf("\nshare of 1,000 pictures that were shown both ways round\nepochs  flip  flip alternating\n");
  for (int epochs = 1; epochs <= 5; ++epochs)
    std::printf("%6d %5.2f %17.2f\n", epochs, both_ways("flip", epochs), both_ways("flip alternating", epochs));
}

void ablation() {
  const std::vector<Variant> variants = {{"as it is"},
                                         {"flip", "flip alternating"},
                                         {"smoothing 0.1", "none", 0.1f},
                                         {"decay 0.01", "none", 0, 0.01f},
                                         {"average 0.95", "none", 0, 0, 0.95f}};
  std::printf("\nten seeds        mean  deviation  better by  standard error\n");
  std::vector<std::vector<double>> runs;
  for (const Variant& v : variants) {
    runs.emplace_back();
    for (uint64_t seed = 1; seed <= 10; ++seed) runs.back().push_back(judge(v, seed));
    const Spread own = spread(runs.back()), difference = paired(runs.front(), runs.back());
    std::printf("%-14s %6.3f %10.3f %10.3f %15.3f\n", v.name.c_str(), own.mean, own.sd, difference.mean, difference.sd);
  }
  std::vector<Series> curves;
  for (const size_t which : {size_t{0}, size_t{1}, size_t{4}}) {
    curves.push_back({variants[which].name, {}});
    for (size_t i = 0; i < 10; ++i) curves.back().points.push_back({double(i + 1), runs[which][i]});
  }
  write_file("figures/seeds.svg", line_chart(curves, {.title = "Three variants, the same ten seeds",
                                                      .x_label = "seed",
                                                      .y_label = "validation accuracy",
                                                      .height = 320}));
}

int main() {
  depth();
  averages();
  spectrum();
  rounding();
  seen();
  ablation();
}
