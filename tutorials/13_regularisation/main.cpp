// Chapter 13: a network that could learn 100 pictures by heart, and ways to keep it from doing so.
#include <cstdio>
#include <cstring>

#include "core/file.h"
#include "nn/batch_norm.h"
#include "plot/chart.h"
#include "plot/image_grid.h"
#include "whole.h"

using namespace thimble;

const std::string kDense = "flatten, dense 64, relu, dense 10";
const std::vector<Setting> kSettings = {
    {"nothing", kDense},
    {"L2 0.001", "flatten, dense 64 l2 0.001, relu, dense 10 l2 0.001"},
    {"dropout 0.5", "flatten, dense 64, relu, dropout 0.5, dense 10"},
    {"flip, shift 1", kDense, "flip, shift 1"},
    {"early stopping", kDense, "none", 10},
};

Series curve(const std::string& name, const std::vector<Progress>& epochs, Score Progress::*which) {
  Series series{name, {}};
  for (const Progress& p : epochs) series.points.push_back({p.epoch + 1.0, (p.*which).loss});
  return series;
}

void held_back(const Pictures& data) {
  std::printf("held back by     epochs  train acc.  test acc.  test loss  sure\n");
  std::vector<Series> losses;
  double dropping = 0;
  for (const Setting& setting : kSettings) {
    const Outcome out = run(setting, data, {});
    std::printf("%-15s %7d %11.2f %10.2f %10.3f %5.2f\n", setting.name.c_str(), int(out.epochs.size()),
                out.train.accuracy, out.test.accuracy, out.test.loss, out.sure);
    if (setting.name == "nothing") {
      losses.push_back(curve("training", out.epochs, &Progress::train));
      losses.push_back(curve("validation", out.epochs, &Progress::validation));
    }
    if (setting.name == "dropout 0.5") dropping = out.epochs.back().train.accuracy;
  }
  std::printf("\ntraining accuracy of the last epoch while units drop out %.2f\n", dropping);
  write_file("figures/losses.svg",
             line_chart(losses, {.title = "Held back by nothing", .x_label = "epoch", .y_label = "loss"}));
}

// [moving]
// Right of the training pictures: by the batches' own statistics while it learns, and by the moving ones afterwards.
void moving_statistics(const Dataset& train) {
  std::printf("\nbatch-norm\nsteps  by the batch's own  by moving ones, momentum 0.99  momentum 0.9\n");
  for (const int epochs : {2, 10, 40}) {
    double own = 0, moving[2];
    for (const int i : {0, 1}) {
      Sequential net = parse_network(i == 0 ? "flatten, dense 64, batch_norm, relu, dense 10"
                                            : "flatten, dense 64, batch_norm momentum 0.9, relu, dense 10");
      net.build(train.x.network_shape(), 1);
      Adam adam;
      Trainer trainer(net, adam, train, nullptr, {.epochs = epochs, .batch_size = 20, .seed = 1});
      trainer.run();
      own = trainer.progress().train.accuracy;
      moving[i] = evaluate(net, train).accuracy;
    }
    std::printf("%5d %19.2f %30.2f %13.2f\n", 5 * epochs, own, moving[0], moving[1]);
  }
}
// [end]

void gallery(const Dataset& data) {
  const std::vector<std::string> changes = {"none", "flip", "shift 3", "rotate 15", "zoom 0.2", "erase 1"};
  std::vector<std::vector<uint8_t>> pixels;
  for (int epoch = 0; epoch < 3; ++epoch)
    for (const std::string& change : changes) {
      std::vector<float> x(784);
      data.x.copy(11, x);
      augment(parse_augment(change), Key(3, Purpose::augment, epoch), 11, {1, 28, 28}, x);
      pixels.emplace_back();
      for (const float v : x) pixels.back().push_back(static_cast<uint8_t>(255 * v + 0.5f));
    }
  std::vector<Tile> tiles;
  for (size_t i = 0; i < pixels.size(); ++i) tiles.push_back({pixels[i], changes[i % changes.size()]});
  write_file("figures/gallery.svg", image_grid(tiles, 28, 28, 6, 3, "One picture in three epochs"));
}

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--whole") == 0) return compare(argv[2]);
  const Pictures data = few_pictures();
  held_back(data);
  moving_statistics(data.train);
  gallery(data.test);
}
