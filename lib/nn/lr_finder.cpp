#include "nn/lr_finder.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/functions.h"

namespace thimble {

namespace {

constexpr double kMemory = 0.9;  // of the exponential mean that smooths the loss
constexpr int kWarmUp = 10;      // steps before the smoothed loss is a mean of more than a few

// The suggestions: where the loss falls fastest, and a tenth of where it is smallest.
void suggest(RateSweep& sweep) {
  const auto& p = sweep.points;
  double steepest = 0;
  size_t smallest = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    if (p[i].smoothed < p[smallest].smoothed) smallest = i;
    if (i < kWarmUp || i + 1 >= p.size()) continue;
    const double slope = p[i + 1].smoothed - p[i - 1].smoothed;  // rates are evenly spaced in the logarithm
    if (slope >= steepest) continue;
    steepest = slope;
    sweep.steepest = p[i].rate;
  }
  if (!p.empty()) sweep.a_tenth = p[smallest].rate / 10;
}

}  // namespace

RateSweep find_learning_rate(Sequential& net, Optimizer& optimizer, const Dataset& train,
                             const RateSweepOptions& options) {
  check(options.from > 0 && options.to > options.from && std::isfinite(options.to),
        "learning-rate finder: expected rates 0 < from < to, got ", options.from, " and ", options.to);
  check(options.steps >= 2, "learning-rate finder: expected at least 2 steps, got ", options.steps);

  Record before;
  optimizer.save(net.parameters(), before);
  for (const Parameter* p : net.parameters()) before.set(p->name, p->value);
  Trainer trainer(net, optimizer, train, nullptr,
                  {.epochs = options.steps, .batch_size = options.batch_size, .seed = options.seed});

  RateSweep sweep;
  const double factor = static_cast<double>(options.to) / options.from;
  double mean = 0, weight = 0, smallest = 0;
  try {
    for (int k = 0; k < options.steps; ++k) {
      const double t = static_cast<double>(k) / (options.steps - 1);
      const float rate = static_cast<float>(options.from * pow_exact(factor, t));  // eta_k = from (to / from)^t
      trainer.set_learning_rate(rate);
      trainer.step();
      const double loss = trainer.progress().loss;
      mean = kMemory * mean + (1 - kMemory) * loss;
      weight = kMemory * weight + (1 - kMemory);  // 1 - memory^(k+1): the mean's missing part
      const double smoothed = mean / weight;
      sweep.points.push_back({rate, loss, smoothed});
      if (options.watch) options.watch(k + 1);
      smallest = k == 0 ? smoothed : std::min(smallest, smoothed);
      if (smoothed > 4 * smallest) break;
    }
  } catch (const Error& e) {
    if (e.kind != Error::numeric) throw;  // a loss that is no longer finite is the end of the sweep
  }
  for (Parameter* p : net.parameters()) p->value.copy_from(before.tensor(p->name));
  optimizer.load(net.parameters(), before);
  suggest(sweep);
  return sweep;
}

}  // namespace thimble
