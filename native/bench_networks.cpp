#include <memory>
#include <numeric>

#include "native/bench_jobs.h"
#include "native/bench_timing.h"
#include "native/network_argument.h"
#include "native/train_options.h"
#include "nn/net_classifier.h"
#include "nn/trainer.h"

namespace thimble {

namespace {

constexpr int kEndless = 1'000'000'000;  // epochs

// Whole batches only, at least eight of them: data that are too few come again.
Dataset whole_batches(const Dataset& data, int batch) {
  const int batches = std::max(data.size() / batch, 8);
  std::vector<int> rows(static_cast<size_t>(batches) * static_cast<size_t>(batch));
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i % static_cast<size_t>(data.size()));
  return data.subset(rows);
}

Sequential network_of(const Recipe& recipe, const Dataset& data, Compute compute) {
  Sequential net = network_for(recipe.net, data, parse_init(recipe.init), recipe.seed);
  net.compute(compute);
  return net;
}

// The multiply-adds of one picture in the first layer with weights.
double first_macs(Sequential& net) {
  for (int i = 0; i < net.size(); ++i) {
    const Kind kind = net.layer(i).kind();
    const Shape& out = net.output_shape(i);
    if (kind == Kind::dense || kind == Kind::conv2d)
      return 1.0 * net.layer(i).parameters()[0]->value.size() * (out.rank() == 3 ? out[1] * out[2] : 1);
  }
  return 0;
}

}  // namespace

Recipe bench_recipe(const std::string& name) {
  const std::string ending = "-same";
  if (!name.ends_with(ending)) return recipe_for(name);
  Recipe recipe = builtin_recipe(name.substr(0, name.size() - ending.size()));
  recipe.name = name;
  std::string padded;
  for (size_t begin = 0; begin < recipe.net.size();) {  // layer by layer, each with the comma behind it
    const size_t end = std::min(recipe.net.find_first_of(",\n", begin), recipe.net.size());
    std::string layer = recipe.net.substr(begin, end - begin);
    if (layer.find("conv ") != std::string::npos && layer.find(" same") == std::string::npos) layer += " same";
    padded += layer + recipe.net.substr(end, 1);
    begin = end + 1;
  }
  recipe.net = padded;
  return recipe;
}

void bench_train(const Recipe& recipe, const Dataset& data, int batch, Compute compute, const Device* device,
                 double seconds, const BenchSink& sink) {
  Dataset train = whole_batches(data, batch);
  train.x.scale = static_cast<float>(recipe.scale);
  Sequential net = network_of(recipe, train, compute);
  net.to(device);
  const std::unique_ptr<Optimizer> optimizer = make_optimizer(recipe);
  TrainOptions options;
  options.epochs = kEndless;
  options.batch_size = batch;
  options.learning_rate = constant(static_cast<float>(recipe.lr));
  options.seed = recipe.seed;
  Trainer trainer(net, *optimizer, train, nullptr, options);
  const double time = seconds_a_call(
      seconds, [&] { trainer.step(); }, device);
  const double macs = static_cast<double>(net.macs());
  sink({"train", recipe.name, batch, time, (6 * macs - 2 * first_macs(net)) * batch});
}

void bench_infer(const Recipe& recipe, const Dataset& data, int batch, Compute compute, const Device* device,
                 double seconds, const BenchSink& sink) {
  Sequential net = network_of(recipe, data, compute);
  net.to(device);
  std::vector<int> rows(static_cast<size_t>(batch));
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i % static_cast<size_t>(data.size()));
  Tensor x;
  data.x.gather(rows, x);
  x = x.to(device);
  Pass pass;
  net.forward(x, pass);
  pass.same_weights = true;  // as evaluation does from the second batch on
  const double time = seconds_a_call(
      seconds, [&] { net.forward(x, pass); }, device);
  sink({"infer", recipe.name, batch, time, 2.0 * static_cast<double>(net.macs()) * batch});
}

}  // namespace thimble
