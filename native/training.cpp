#include "native/training.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/error.h"
#include "data/augment.h"
#include "data/source.h"
#include "learn/split.h"
#include "native/checkpoint_file.h"
#include "native/interrupt.h"
#include "native/terminal.h"
#include "nn/schedule.h"

namespace thimble {

namespace {

double bytes_of(const Dataset& data) {
  const double values = static_cast<double>(data.size()) * data.x.sample().size();
  return values * (data.x.is_bytes() ? 1 : 4) + 4.0 * static_cast<double>(data.labels.size());
}

[[noreturn]] void stop_here(const Trainer& trainer, const std::string& checkpoint, const std::string& go_on) {
  const Progress& p = trainer.progress();
  if (!checkpoint.empty()) write_checkpoint(trainer, checkpoint);
  print_note(text("\nthimble: interrupted in epoch ", p.epoch + 1, " behind batch ", p.batch, " of ", p.batches, "; ",
                  checkpoint.empty() ? "nothing was saved (no --checkpoint was given)"
                                     : "saved: go on with " + (go_on.empty() ? "--resume " + checkpoint : go_on),
                  "\n"));
  throw Interrupted();
}

}  // namespace

TrainingSet training_set(const std::string& where, const Recipe& recipe, bool quiet) {
  TrainTest source = load_data(where);
  if (!quiet)
    for (const std::string& warning : source.warnings) print_note("warning: " + warning + "\n");
  return training_set(std::move(source), recipe);
}

TrainingSet training_set(TrainTest source, const Recipe& recipe) {
  TrainingSet data;
  data.name = source.name;
  data.sha256 = source.sha256;
  source.train.x.scale = source.test.x.scale = static_cast<float>(recipe.scale);
  const Split split = make_split(recipe.validation, source.train.labels, recipe.seed);
  if (split.validation.empty()) {
    data.train = std::move(source.train);
  } else {
    data.train = source.train.subset(split.train);
    data.validation = source.train.subset(split.validation);
  }
  data.test = std::move(source.test);
  return data;
}

TrainOptions train_options(const Recipe& recipe) {
  TrainOptions options;
  options.epochs = recipe.epochs;
  options.batch_size = recipe.batch;
  options.learning_rate = parse_schedule(recipe.schedule, static_cast<float>(recipe.lr), recipe.epochs);
  options.seed = recipe.seed;
  options.smoothing = static_cast<float>(recipe.smoothing);
  options.weight_decay = static_cast<float>(recipe.weight_decay);
  options.ema = static_cast<float>(recipe.ema);
  const Augment a = parse_augment(recipe.augment);
  if (a.any())
    options.augment = [a](std::span<float> x, const Shape& shape, const Key& key, int sample) {
      augment(a, key, sample, shape, x);
    };
  return options;
}

double predicted_bytes(const TrainingSet& data, const Sequential& net, const Recipe& recipe) {
  const double batch = std::max(std::min(recipe.batch, data.train.size()), evaluation_batch(net));
  const double activations = 2.0 * static_cast<double>(net.values_between());  // y and dy
  const double copies =
      2 + (recipe.optimizer == "adam" ? 2 : 1) + (recipe.restore_best ? 1 : 0) + (recipe.ema > 0 ? 1 : 0);
  double in_bf16 = 0;
  if (net.compute() == Compute::bf16) {
    double largest = 0;
    for (int i = 0; i < net.size(); ++i) largest = std::max(largest, 1.0 * net.output_shape(i).size());
    in_bf16 = 8 * (batch + 32) * largest + 4.0 * static_cast<double>(net.parameter_count());  // X and dY, W twice
  }
  return in_bf16 + bytes_of(data.train) + bytes_of(data.validation) + bytes_of(data.test) +
         4 * copies * static_cast<double>(net.parameter_count()) + 4 * batch * activations;
}

LoopResult run_training(Trainer& trainer, int images, int batch_size, const std::string& checkpoint,
                        const std::string& go_on) {
  const auto begin = std::chrono::steady_clock::now();
  LoopResult result;
  while (!interrupted() && trainer.step()) {
    const Progress& p = trainer.progress();
    const int64_t before = static_cast<int64_t>(p.batch - 1) * batch_size;
    result.images += std::min<int64_t>(batch_size, images - before);
    if (p.batch == p.batches && !checkpoint.empty()) write_checkpoint(trainer, checkpoint);
  }
  if (trainer.finished()) trainer.step();  // the observers' last word, also where a signal came with the last step
  if (!trainer.finished()) stop_here(trainer, checkpoint, go_on);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace thimble
