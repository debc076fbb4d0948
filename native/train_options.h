// The options of `thimble train` that stand for the keys of a recipe; what is not given stays as the recipe has it.
#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/recipe.h"
#include "nn/compute.h"
#include "nn/optimizer.h"

namespace thimble {

struct TrainArguments {
  std::string net;
  std::optional<std::string> validation, optimizer, schedule, init, augment;
  std::optional<std::string> compute;
  std::optional<double> lr, momentum, scale, smoothing, weight_decay, ema;
  std::optional<int> batch, epochs, patience;
  bool nesterov = false, restore_best = false;
};

void add_net_option(CLI::App& command, TrainArguments& arguments);
void add_step_options(CLI::App& command, TrainArguments& arguments);  // what one mini-batch needs
void add_training_options(CLI::App& command, TrainArguments& arguments);
void add_compute_option(CLI::App& command, std::string& compute);
void add_compute_option(CLI::App& command, std::optional<std::string>& compute);
void note_compute(Compute compute);  // a line on standard error where bf16 is emulated

// The recipe that --net names with the options put over it; usage error where they contradict each other.
Recipe merged(const TrainArguments& arguments, const std::optional<uint64_t>& seed);

// usage error naming both options if two outputs are one file, or an output is a file that is read; --checkpoint may be
// --resume. What is not given is empty.
struct NamedFile {
  std::string option, path;
};
void check_files(const std::vector<NamedFile>& outputs, const std::vector<NamedFile>& inputs);

std::unique_ptr<Optimizer> make_optimizer(const Recipe& recipe);

}  // namespace thimble
