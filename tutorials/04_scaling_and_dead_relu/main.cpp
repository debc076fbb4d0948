// Chapter 04: the network of report S0 on raw and on scaled pixels: its gradients, one death, and 24 seeds.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "core/file.h"
#include "core/ops.h"
#include "data/source.h"
#include "nn/spec.h"
#include "nn/trainer.h"
#include "plot/chart.h"

using namespace thimble;

constexpr float kRaw = 1, kScaled = 1 / 255.0f;
constexpr int kSeeds = 24;

// What is seen behind one step.
struct Sight {
  double loss;
  int living[2];              // units of the two hidden layers
  std::vector<double> norms;  // of every parameter's gradient
  bool dead() const { return living[0] == 0 || living[1] == 0; }
};

// [living]
// The units of a layer that put out something for at least one of the pictures x.
int living(Sequential& net, int layer, const Tensor& x) {
  const Tensor y = net.activation(layer, x);
  int units = 0;
  for (int u = 0; u < y.dim(1); ++u) {
    bool speaks = false;
    for (int n = 0; n < y.dim(0); ++n) speaks = speaks || y(n, u) > 0;
    units += speaks;
  }
  return units;
}
// [end]

// [train]
// Report S0's network on pixels x = scale * byte, 10 epochs of 7 steps: what is seen behind each.
std::vector<Sight> train(Dataset data, float scale, uint64_t seed) {
  data.x.scale = scale;
  Sequential net = parse_network("flatten, dense 4, relu, dense 4, relu, dense 10");
  net.build(data.x.network_shape(), seed);
  Adam adam;
  Trainer trainer(net, adam, data, nullptr,
                  {.epochs = 10, .batch_size = 32, .learning_rate = constant(0.001f), .seed = seed});
  std::vector<int> all(size_t(data.size()));
  std::iota(all.begin(), all.end(), 0);
  Tensor pictures;
  data.x.gather(all, pictures);

  std::vector<Sight> seen;
  while (trainer.step()) {
    Sight sight{trainer.progress().loss, {}, {}};
    for (const Parameter* p : net.parameters()) sight.norms.push_back(std::sqrt(sum_of_squares(p->grad)));
    net.forward(pictures);
    sight.living[0] = living(net, 2, pictures);
    sight.living[1] = living(net, 4, pictures);
    seen.push_back(sight);
  }
  return seen;
}
// [end]

void first_step(const Sight& raw, const Sight& scaled) {
  const char* names[] = {"dense.weight", "dense.bias",     "dense_1.weight",
                         "dense_1.bias", "dense_2.weight", "dense_2.bias"};
  std::printf("length of the gradient at step 1, seed 20\n");
  std::printf("                      raw      scaled    ratio\n");
  for (size_t i = 0; i < raw.norms.size(); ++i)
    std::printf("%-14s %10.4f  %10.4f  %7.1f\n", names[i], raw.norms[i], scaled.norms[i],
                raw.norms[i] / scaled.norms[i]);
}

void death(const std::vector<Sight>& seen) {
  std::printf("\nseed 20 on raw pixels: loss, units that speak, lengths of gradients\n");
  std::printf("step      loss  hidden 1  hidden 2   dense.w  dense_1.w  dense_2.w  dense_2.b\n");
  for (const size_t step : {1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 13u, 70u}) {
    const Sight& s = seen[step - 1];
    std::printf("%4d  %8.4f  %4d of 4 %4d of 4 %9.3f  %9.3f  %9.3f  %9.3f\n", int(step), s.loss, s.living[0],
                s.living[1], s.norms[0], s.norms[2], s.norms[4], s.norms[5]);
  }
}

Series norms(const std::string& name, const std::vector<Sight>& seen) {
  Series series{name, {}};
  for (size_t i = 0; i < 25; ++i) series.points.push_back({double(i + 1), std::log10(seen[i].norms[0])});
  return series;
}

int main() {
  const Dataset data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny").train;
  Series alive[] = {{"raw, 0 to 255", {}}, {"scaled, 0 to 1", {}}};
  for (Series& series : alive)
    for (int step = 0; step <= 70; ++step) series.points.push_back({double(step), kSeeds});
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::vector<Sight> runs[] = {train(data, kRaw, seed), train(data, kScaled, seed)};
    for (size_t i = 0; i < 2; ++i)
      for (size_t step = 1; step <= 70; ++step) alive[i].points[step].y -= runs[i][step - 1].dead();
    if (seed != 20) continue;
    first_step(runs[0][0], runs[1][0]);
    death(runs[0]);
    write_file("figures/gradient.svg", line_chart({norms("raw", runs[0]), norms("scaled", runs[1])},
                                                  {.title = "Gradient of the first layer, seed 20",
                                                   .x_label = "step",
                                                   .y_label = "log10 of its length"}));
  }
  std::printf("\nnetworks alive, of %d\nstep      raw  scaled\n", kSeeds);
  for (const size_t step : {0u, 10u, 20u, 30u, 40u, 50u, 60u, 70u})
    std::printf("%4d  %7.0f %7.0f\n", int(step), alive[0].points[step].y, alive[1].points[step].y);
  write_file("figures/alive.svg",
             line_chart({alive[0], alive[1]},
                        {.title = "Networks alive, of 24 seeds", .x_label = "step", .y_label = "alive", .y_high = 24}));
}
