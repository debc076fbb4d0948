#include "native/train_options.h"

#include <filesystem>

#include "core/error.h"
#include "data/augment.h"
#include "kernels/kernels.h"
#include "native/command_line.h"
#include "native/network_argument.h"
#include "native/terminal.h"
#include "nn/init.h"
#include "nn/muon.h"
#include "nn/schedule.h"

namespace thimble {

namespace {

constexpr int kMost = 1'000'000'000;

template <class T>
void put(const std::optional<T>& given, T& value) {
  if (given) value = *given;
}

// Devices such as /dev/null may be written to twice.
bool same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::exists(a, ignored) && !fs::is_regular_file(a, ignored)) return false;
  return fs::weakly_canonical(fs::absolute(a, ignored), ignored) ==
         fs::weakly_canonical(fs::absolute(b, ignored), ignored);
}

// A check of a text by the parser that will read it; its message follows the option's name.
template <class Parser>
void check_text(const std::string& option, const Parser& parser) {
  try {
    parser();
  } catch (const Error& e) {
    fail(e.kind, option + ": " + e.what());
  }
}

}  // namespace

void add_net_option(CLI::App& command, TrainArguments& a) {
  command.add_option("--net", a.net, "The network: a text, a file, or a recipe such as S2-1 (docs/formats.md)")
      ->required();
}

void add_step_options(CLI::App& command, TrainArguments& a) {
  command.add_option("--validation", a.validation, "none, head:5000, random:0.2 or stratified:0.1");
  command.add_option("--batch", a.batch, "Pictures in a mini-batch")->check(whole_number_between(1, kMost));
  command.add_option("--optimizer", a.optimizer, "adam, sgd or muon")->check(one_of({"adam", "sgd", "muon"}));
  command.add_option("--momentum", a.momentum, "Of sgd and muon, 0 to 1")->check(number_between(0, 1));
  command.add_flag("--nesterov", a.nesterov, "Nesterov's form of momentum");
  command.add_option("--init", a.init, "glorot_uniform, glorot_normal, he_uniform, he_normal or dirac");
  command.add_option("--scale", a.scale, "x = scale * pixel; default 1/255")->check(number_between(-1e6, 1e6));
}

void add_training_options(CLI::App& command, TrainArguments& a) {
  add_step_options(command, a);
  command.add_option("--epochs", a.epochs, "Times through the training set")->check(whole_number_between(1, kMost));
  command.add_option("--lr", a.lr, "Learning rate")->check(number_between(0, 1e6));
  command.add_option("--schedule", a.schedule, "constant, 'exponential 0.9', 'step 0.5 10', cosine or 'one_cycle 0.3'");
  command
      .add_option("--patience", a.patience, "Stop after that many epochs without a smaller validation loss; 0: never")
      ->check(whole_number_between(0, kMost));
  command.add_flag("--restore-best", a.restore_best, "End with the weights of the best epoch");
  command
      .add_option("--smoothing", a.smoothing, "Label smoothing: this share of every target goes to all classes alike")
      ->check(number_between(0, 1));
  command.add_option("--weight-decay", a.weight_decay, "Weights shrink by learning rate times this in every step")
      ->check(number_between(0, 1e6));
  command.add_option("--ema", a.ema, "Evaluate and save a moving average of the weights: 0.99, say; 0: none")
      ->check(number_between(0, 0.999999));
  command.add_option("--augment", a.augment,
                     "none, or as 'flip, shift 2, rotate 10, zoom 0.1, outline 0.3, fill 0.2, erase 0.5'");
}

namespace {

template <class Words>
void add_compute(CLI::App& command, Words& compute) {
  command
      .add_option("--compute", compute,
                  "float32, or bf16: products of numbers with 8 bits, summed in float32; fast where the CPU has AMX. "
                  "tf32: on a GPU")
      ->check(one_of({"float32", "bf16", "tf32"}));
}

}  // namespace

void add_compute_option(CLI::App& command, std::string& compute) { add_compute(command, compute); }
void add_compute_option(CLI::App& command, std::optional<std::string>& compute) { add_compute(command, compute); }

void note_compute(Compute compute) {
  if (compute != Compute::bf16 || kernels::has_tiles(kernels::active())) return;
  print_note(text("note: bf16 is emulated with ", kernels::active().isa,
                  ", which has no tiles for it (AMX): the same numbers, but slower than float32\n"));
}

Recipe merged(const TrainArguments& a, const std::optional<uint64_t>& seed) {
  Recipe r = recipe_for(a.net);
  put(a.validation, r.validation);
  if (a.optimizer && *a.optimizer != r.optimizer) {  // momentum is the optimizer's: it goes with it
    r.momentum.reset();
    r.nesterov = false;
  }
  put(a.optimizer, r.optimizer);
  put(a.schedule, r.schedule);
  put(a.init, r.init);
  put(a.augment, r.augment);
  put(a.lr, r.lr);
  if (a.momentum) r.momentum = a.momentum;
  put(a.scale, r.scale);
  put(a.smoothing, r.smoothing);
  put(a.weight_decay, r.weight_decay);
  put(a.ema, r.ema);
  put(a.compute, r.compute);
  put(a.batch, r.batch);
  put(a.epochs, r.epochs);
  put(a.patience, r.patience);
  if (seed) r.seed = *seed;
  r.nesterov = r.nesterov || a.nesterov;
  r.restore_best = r.restore_best || a.restore_best;

  check_text("--schedule", [&] { parse_schedule(r.schedule, 1, 1); });
  check_text("--init", [&] { parse_init(r.init); });
  check_text("--augment", [&] { parse_augment(r.augment); });
  check(r.optimizer != "adam" || !a.momentum, "--momentum: expected --optimizer sgd or muon, got adam");
  check(r.optimizer == "sgd" || !a.nesterov, "--nesterov: expected --optimizer sgd, got ", r.optimizer);
  check(r.validation != "none" || (!a.patience && !a.restore_best),
        "--patience and --restore-best: expected a validation set, got --validation none");
  if (r.validation == "none") {
    r.patience = 0;
    r.restore_best = false;
  }
  return r;
}

void check_files(const std::vector<NamedFile>& outputs, const std::vector<NamedFile>& inputs) {
  const auto differ = [](const NamedFile& a, const NamedFile& b) {
    check(a.path.empty() || !same_file(a.path, b.path), a.option, " and ", b.option, ": expected two files, got ",
          a.path, " for both");
  };
  for (size_t i = 0; i < outputs.size(); ++i) {
    for (size_t k = i + 1; k < outputs.size(); ++k) differ(outputs[i], outputs[k]);
    for (const NamedFile& input : inputs) {
      if (outputs[i].option == "--checkpoint" && input.option == "--resume") continue;
      differ(outputs[i], input);
      for (size_t comma = input.path.find(','); comma != std::string::npos; comma = input.path.find(',', comma + 1)) {
        differ(outputs[i], {input.option, input.path.substr(0, comma)});
        differ(outputs[i], {input.option, input.path.substr(comma + 1)});
      }
    }
  }
}

std::unique_ptr<Optimizer> make_optimizer(const Recipe& recipe) {
  if (recipe.optimizer == "adam") return std::make_unique<Adam>();
  if (recipe.optimizer == "muon") return std::make_unique<Muon>(MuonOptions{static_cast<float>(momentum_of(recipe))});
  return std::make_unique<Sgd>(SgdOptions{static_cast<float>(momentum_of(recipe)), recipe.nesterov});
}

}  // namespace thimble
