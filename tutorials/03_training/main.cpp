// Chapter 03: one weight rolling downhill, what a mini-batch knows, and three optimizers on 200 pictures.
#include <cmath>
#include <cstdio>

#include "core/file.h"
#include "core/ops.h"
#include "data/source.h"
#include "nn/history.h"
#include "nn/spec.h"
#include "nn/trainer.h"
#include "plot/chart.h"

using namespace thimble;

// [bowl]
// L(w) = w^2, so dL/dw = 2 w. From w = 1, 40 steps of the optimizer.
Series roll(const std::string& name, Optimizer&& optimizer, float learning_rate) {
  Parameter w{"w", Tensor({1}, {1}), Tensor({1})};
  Parameter* const parameters[] = {&w};
  Series path{name, {{0, 1}}};
  for (int step = 1; step <= 40; ++step) {
    w.grad(0) = 2 * w.value(0);
    optimizer.step(parameters, learning_rate);
    path.points.push_back({double(step), double(w.value(0))});
  }
  return path;
}
// [end]

void one_weight() {
  const Series sgd = roll("SGD", Sgd(), 0.1f), momentum = roll("momentum", Sgd({.momentum = 0.9f}), 0.1f),
               adam = roll("Adam", Adam(), 0.1f), too_fast = roll("SGD, too fast", Sgd(), 1.1f);
  std::printf(
      "one weight, L = w^2, learning rate 0.1 (last column: 1.1)\n"
      "step      SGD  momentum     Adam   too fast\n");
  for (const size_t step : {0u, 1u, 2u, 3u, 5u, 10u, 20u, 40u})
    std::printf("%4d  %7.4f   %7.4f  %7.4f  %9.2f\n", int(step), sgd.points[step].y, momentum.points[step].y,
                adam.points[step].y, too_fast.points[step].y);
  write_file("figures/one_weight.svg",
             line_chart({sgd, momentum, adam},
                        {.title = "One weight on its way to 0, rate 0.1", .x_label = "step", .y_label = "w"}));
}

// [gradient]
// The gradient of the mean loss over the pictures `rows`, with respect to the first layer's weights.
Tensor gradient(Sequential& net, const Dataset& data, std::span<const int> rows) {
  const Dataset batch = data.subset(rows);
  Tensor x, dz({batch.size(), net.outputs()});
  data.x.gather(rows, x);
  softmax_cross_entropy(net.forward(x, {.mode = Mode::train}), batch.labels, dz);
  net.zero_gradients();
  net.backward(dz);
  return net.parameters()[0]->grad;
}
// [end]

// |g_batch - g| / |g|: the root of the mean square over 50 random batches.
void batch_noise(Sequential&& net, const Dataset& data) {
  net.build(data.x.network_shape(), 1);
  const Tensor g = gradient(net, data, Rng(0, Purpose::shuffle).permutation(data.size()));
  std::printf("\nhow far a mini-batch's gradient is from that of all %d pictures\n", data.size());
  for (const int size : {1, 4, 16, 64}) {
    double squares = 0;
    for (int trial = 1; trial <= 50; ++trial) {
      std::vector<int> rows = Rng(0, Purpose::shuffle, trial).permutation(data.size());
      rows.resize(size_t(size));
      Tensor difference = gradient(net, data, rows);
      add_scaled(-1, g, difference);
      squares += sum_of_squares(difference) / sum_of_squares(g);
    }
    std::printf("batch of %2d: %3.0f %%\n", size, 100 * std::sqrt(squares / 50));
  }
}

// [train]
std::vector<Progress> train(Optimizer&& optimizer, float rate, const TrainTest& data) {
  Sequential net = parse_network("flatten, dense 32, relu, dense 10");
  net.build(data.train.x.network_shape(), 1);
  Trainer trainer(net, optimizer, data.train, &data.test,
                  {.epochs = 40, .batch_size = 20, .learning_rate = constant(rate), .seed = 1});
  History history;
  trainer.observe(history);
  trainer.run();
  return history.epochs();
}
// [end]

Series curve(const std::string& name, const std::vector<Progress>& epochs, double (*value)(const Progress&)) {
  Series series{name, {}};
  for (const Progress& p : epochs) series.points.push_back({p.epoch + 1.0, value(p)});
  return series;
}

int main() {
  one_weight();
  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  batch_noise(parse_network("flatten, dense 32, relu, dense 10"), data.train);

  const auto sgd = train(Sgd(), 0.01f, data), momentum = train(Sgd({.momentum = 0.9f}), 0.01f, data),
             adam = train(Adam(), 0.001f, data);
  std::printf("\nloss on 200 training pictures (and accuracy on 100 test pictures)\n");
  std::printf("epoch            SGD        momentum            Adam\n");
  for (const size_t i : {0u, 1u, 4u, 9u, 19u, 39u}) {
    std::printf("%5d", int(i) + 1);
    for (const auto* run : {&sgd, &momentum, &adam})
      std::printf("   %.4f (%.2f)", (*run)[i].train.loss, (*run)[i].validation.accuracy);
    std::printf("\n");
  }
  const auto loss = [](const Progress& p) { return p.train.loss; };
  const auto learned = [](const Progress& p) { return p.train.accuracy; };
  const auto general = [](const Progress& p) { return p.validation.accuracy; };
  write_file("figures/loss.svg",
             line_chart({curve("SGD", sgd, loss), curve("momentum", momentum, loss), curve("Adam", adam, loss)},
                        {.title = "Training loss on 200 pictures", .x_label = "epoch", .y_label = "loss"}));
  write_file("figures/accuracy.svg",
             line_chart({curve("training pictures", adam, learned), curve("test pictures", adam, general)},
                        {.title = "Accuracy with Adam", .x_label = "epoch", .y_label = "accuracy"}));
}
