// Chapter 14: four optimizers in a valley, rates that fall, and how to find one.
#include <cmath>
#include <cstdio>

#include "core/error.h"
#include "core/file.h"
#include "data/source.h"
#include "nn/lr_finder.h"
#include "nn/spec.h"
#include "plot/chart.h"
#include "sweep_of_s03.h"
#include "valley.h"

using namespace thimble;

std::unique_ptr<Optimizer> make(const std::string& name) {
  if (name == "SGD") return std::make_unique<Sgd>();
  if (name == "momentum") return std::make_unique<Sgd>(SgdOptions{.momentum = 0.9f});
  if (name == "Nesterov") return std::make_unique<Sgd>(SgdOptions{.momentum = 0.9f, .nesterov = true});
  return std::make_unique<Adam>();
}

void down_the_valley() {
  std::printf("steps until the loss is below 0.01\n");
  std::vector<Way> ways;
  const struct {
    const char* name;
    float rate;
  } settings[] = {{"SGD", 0.18f}, {"momentum", 0.03f}, {"Nesterov", 0.03f}, {"Adam", 0.5f}};
  for (const auto& [name, rate] : settings) {
    Valley valley;
    const auto optimizer = make(name);
    Way way{text(name, ", rate ", rate), {valley.place()}};
    int steps = 0;
    for (; valley.loss() >= 0.01 && steps < 1000; ++steps) way.points.push_back(valley.step(*optimizer, rate));
    std::printf("%-20s %4d\n", way.name.c_str(), steps);
    if (way.points.size() > 41) way.points.resize(41);
    ways.push_back(way);
  }
  write_file("figures/valley.svg", valley_drawing(ways));
}

// [noise]
// w <- w - eta (w + noise): a gradient that is right on average. The mean of w^2 after it has settled.
double unrest(float eta) {
  Rng rng(1, Purpose::synthetic);
  double w = 1, squares = 0;
  for (int step = 0; step < 21000; ++step) {
    w -= double(eta) * (w + double(rng.normal()));
    if (step >= 1000) squares += w * w / 20000;
  }
  return squares;
}
// [end]

void schedules() {
  std::printf("\n rate   mean of w^2   eta / (2 - eta)\n");
  for (const float eta : {0.5f, 0.1f, 0.02f})
    std::printf("%5.2f %13.4f %17.4f\n", double(eta), unrest(eta), double(eta / (2 - eta)));
  std::printf("\nepoch  exponential 0.9  step 0.5 4   cosine  one_cycle\n");
  std::vector<Series> curves;
  for (const char* name : {"exponential 0.9", "step 0.5 4", "cosine", "one_cycle"}) {
    curves.push_back({name, {}});
    for (int i = 0; i <= 200; ++i)
      curves.back().points.push_back({i / 10.0, double(parse_schedule(name, 0.1f, 20)(i / 10.0))});
  }
  for (const size_t epoch : {0u, 3u, 6u, 13u, 19u})
    std::printf("%5d %16.4f %11.4f %8.4f %10.4f\n", int(epoch), curves[0].points[10 * epoch].y,
                curves[1].points[10 * epoch].y, curves[2].points[10 * epoch].y, curves[3].points[10 * epoch].y);
  write_file(
      "figures/schedules.svg",
      line_chart(curves, {.title = "From 0.1, in 20 epochs", .x_label = "epoch", .y_label = "rate", .height = 320}));
}

// [after]
// The training loss after 8 epochs of 200 pictures; NaN where it ran away.
double loss_after(const std::string& optimizer_name, float rate, const Dataset& train) {
  Sequential net = parse_network("flatten, dense 16, relu, dense 10");
  net.build(train.x.network_shape(), 1);
  const auto optimizer = make(optimizer_name);
  Trainer trainer(net, *optimizer, train, nullptr,
                  {.epochs = 8, .batch_size = 20, .learning_rate = constant(rate), .seed = 1});
  try {
    trainer.run();
  } catch (const Error&) {
    return std::nan("");
  }
  return trainer.progress().train.loss;
}
// [end]

void rates(const Dataset& train) {
  std::printf("\nloss after 8 epochs\n    rate      SGD  momentum  Nesterov     Adam\n");
  std::vector<Series> curves{{"SGD", {}}, {"momentum", {}}, {"Nesterov", {}}, {"Adam", {}}};
  for (const float rate : {0.0003f, 0.001f, 0.003f, 0.01f, 0.03f, 0.1f, 0.3f, 1.0f}) {
    std::printf("%8.4f", double(rate));
    for (Series& curve : curves) {
      const double loss = loss_after(curve.name, rate, train);
      curve.points.push_back({double(rate), loss});
      std::isfinite(loss) ? std::printf("%9.3f", loss) : std::printf("%9s", "gone");
    }
    std::printf("\n");
  }
  write_file("figures/rates.svg", line_chart(curves, {.title = "Which rates do",
                                                      .x_label = "learning rate",
                                                      .y_label = "loss",
                                                      .height = 320,
                                                      .log_x = true,
                                                      .y_low = 0,
                                                      .y_high = 3}));
}

int main() {
  down_the_valley();
  schedules();
  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  rates(data.train);
  per_epoch_and_per_batch(data.train);
}
