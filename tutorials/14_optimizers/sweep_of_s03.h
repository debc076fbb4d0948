// Two ways to look for a learning rate: one epoch a rate, as report S0 did, and one mini-batch a rate.
#pragma once

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "app/recipe.h"
#include "core/file.h"
#include "nn/lr_finder.h"
#include "nn/spec.h"
#include "plot/chart.h"

// The report's log, an epoch a line: training loss and accuracy, validation loss and accuracy. Its rates are
// 0.001 10^(epoch / 20), from epoch 0.     tutorial 14 (14.12)
inline std::vector<thimble::Point> reported_sweep() {
  const thimble::Recipe recipe = thimble::builtin_recipe("S0-3");
  const thimble::Schedule rate = thimble::parse_schedule(recipe.schedule, float(recipe.lr), recipe.epochs);
  std::istringstream log(recipe.reported.at("history"));
  std::vector<thimble::Point> points;
  for (double loss = 0, accuracy = 0, validation_loss = 0, validation_accuracy = 0;
       log >> loss >> accuracy >> validation_loss >> validation_accuracy;)
    points.push_back({double(rate(double(points.size()))), loss});
  return points;
}

inline void per_epoch_and_per_batch(const thimble::Dataset& train) {
  using namespace thimble;
  const std::vector<Point> reported = reported_sweep();
  const auto lower = [](const Point& a, const Point& b) { return a.y < b.y; };
  const Point best = *std::min_element(reported.begin(), reported.end(), lower);
  std::printf("\none epoch a rate, %d epochs: smallest loss %.4f at %.4f\n", int(reported.size()), best.y, best.x);
  write_file("figures/per_epoch.svg", line_chart({{"", reported}}, {.title = "S0-3: one epoch a rate, 75,000 steps",
                                                                    .x_label = "learning rate",
                                                                    .y_label = "training loss",
                                                                    .height = 300,
                                                                    .log_x = true}));

  Sequential net = parse_network("flatten, dense 32, relu, dense 10");
  net.build(train.x.network_shape(), 1);
  Adam adam;
  const RateSweep sweep =
      find_learning_rate(net, adam, train, {.from = 1e-5f, .to = 3, .steps = 150, .batch_size = 20, .seed = 1});
  int hasty = 0;  // the step at which one batch's loss is four times the smallest of those before
  double smallest = sweep.points[0].loss;
  for (int i = 1; i < int(sweep.points.size()) && hasty == 0; ++i) {
    const double loss = sweep.points[size_t(i)].loss;
    if (loss > 4 * smallest) hasty = i + 1;
    smallest = std::min(smallest, loss);
  }
  Series each{"one mini-batch", {}}, smoothed{"smoothed", {}};
  for (const RatePoint& p : sweep.points) {
    each.points.push_back({double(p.rate), p.loss});
    smoothed.points.push_back({double(p.rate), p.smoothed});
  }
  std::printf("one mini-batch a rate, %d steps: falls fastest at %.4f, a tenth of the lowest place %.4f\n",
              int(sweep.points.size()), double(sweep.steepest), double(sweep.a_tenth));
  std::printf("by single losses it would have stopped at step %d, at %.4f\n", hasty,
              double(sweep.points[size_t(hasty - 1)].rate));
  write_file("figures/per_batch.svg", line_chart({each, smoothed}, {.title = "One mini-batch a rate, 150 steps at most",
                                                                    .x_label = "learning rate",
                                                                    .y_label = "loss",
                                                                    .height = 300,
                                                                    .log_x = true,
                                                                    .y_low = 0,
                                                                    .y_high = 4}));
}
