// thimble train: a recipe, or a network with options, from the data to a measured and saved model.

#include <algorithm>
#include <memory>

#include "app/models.h"
#include "core/error.h"
#include "core/file.h"
#include "native/checkpoint_file.h"
#include "native/command_line.h"
#include "native/devices.h"
#include "native/interrupt.h"
#include "native/measured.h"
#include "native/report_html.h"
#include "native/resume_check.h"
#include "native/train_options.h"
#include "native/train_result.h"
#include "native/training.h"
#include "nn/net_classifier.h"
#include "nn/summary.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  TrainArguments train;
  std::string fuse = "on", device = "cpu", out, history, report, checkpoint, resume;
};

// One line of JSON an epoch on standard output, for --jsonl.
class EpochLines : public TrainObserver {
 public:
  Control on_epoch(const Progress& p) override {
    Json event = {{"event", "epoch"},
                  {"epoch", p.epoch + 1},
                  {"epochs", p.epochs},
                  {"train", to_json(p.train)},
                  {"validation", p.has_validation ? to_json(p.validation) : Json(nullptr)},
                  {"lr", p.learning_rate}};
    print_out(one_line(event));
    flush_out();
    return Control::go_on;
  }
};

void introduce(const Shared& shared, const TrainingSet& data, const Sequential& net, const Recipe& recipe) {
  const double bytes = predicted_bytes(data, net, recipe);
  if (shared.jsonl)
    print_out(one_line({{"event", "start"},
                        {"net", net.text()},
                        {"parameters", net.parameter_count()},
                        {"images", data.train.size()},
                        {"memory_bytes", static_cast<int64_t>(bytes)}}));
  if (shared.quiet) return;
  if (!shared.wants_json()) {
    print_out(summary(net) + "\n");
    flush_out();
  }
  print_note(text(data_set_name(data.name), ": ", grouped(data.train.size()), " pictures to train on, ",
                  grouped(data.validation.size()), " to validate, ", grouped(data.test.size()),
                  " to test; needs at most ", in_bytes(bytes), " of memory\n"));
}

void train(const Arguments& a, const Shared& shared) {
  const Recipe recipe = merged(a.train, shared.seed);
  const Compute compute = parse_compute(recipe.compute);
  check(a.fuse == "on" || compute == Compute::float32, "--compute bf16: expected --fuse on, got off");
  const Device* device = chosen_device(a.device);
  check(device != nullptr || compute != Compute::tf32, "--compute tf32: expected --device cuda, got ", a.device);
  check_files({{"--out", a.out}, {"--history", a.history}, {"--report", a.report}, {"--checkpoint", a.checkpoint}},
              {{"--net", a.train.net}, {"--data", shared.data}, {"--resume", a.resume}});
  for (const std::string* path : {&a.out, &a.history, &a.report, &a.checkpoint}) check_output_place(*path);
  catch_interrupts();
  const TrainingSet data = training_set(shared.data, recipe, shared.quiet);
  NetClassifier model(network_for(recipe.net, data.train, parse_init(recipe.init), recipe.seed), data.train);
  model.net.fuse(a.fuse == "on");
  model.net.compute(compute);
  if (!shared.quiet && device == nullptr) note_compute(compute);
  if (device != nullptr) model.net.to(device);
  compute_in(device, compute);
  const std::unique_ptr<Optimizer> optimizer = make_optimizer(recipe);
  Trainer trainer(model.net, *optimizer, data.train, data.validation.size() > 0 ? &data.validation : nullptr,
                  train_options(recipe));

  History history;
  StartedWith started(recipe, data, model.net);
  ProgressBar bar(data.train.size());
  EpochLines lines;
  EarlyStopping stopping(model.net, recipe.patience, recipe.restore_best);
  trainer.observe(history);
  trainer.observe(started);
  if (!shared.quiet) trainer.observe(bar);
  if (shared.jsonl) trainer.observe(lines);
  if (recipe.patience > 0 || recipe.restore_best) trainer.observe(stopping);

  if (!a.resume.empty()) {
    const std::string used = read_checkpoint(trainer, started, a.resume, shared.quiet);
    if (trainer.finished() && history.epochs().empty())
      fail(Error::data, used + ": history.epochs: expected the epochs of a training that is over, found none");
  }
  introduce(shared, data, model.net, recipe);
  const LoopResult loop = run_training(trainer, data.train.size(), recipe.batch, a.checkpoint);
  std::vector<int> predicted;
  TrainResult result = measured(model, data, recipe, history, loop, predicted);
  result.data_place = shared.data;
  result.device = device_label(device);
  if (device != nullptr) model.net.to(nullptr);
  if (recipe.restore_best) result.best_epoch = stopping.best_epoch();

  if (!a.out.empty()) save_model(model, a.out);
  if (!a.history.empty()) write_file(a.history, history.csv());
  if (!a.report.empty()) write_file(a.report, report_html(result, model, data.test));
  if (shared.jsonl) {
    Json event = {{"event", "result"}};
    event.update(to_json(result));
    print_out(one_line(event));
  } else {
    print_out(shared.json ? pretty(to_json(result)) : result_text(result));
  }
  flush_out();
  if (!shared.quiet) note_written({a.out, a.history, a.report, a.checkpoint});
}

}  // namespace

void add_train(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(
      app, "train", "Train a network, measure it, save it",
      "  thimble train --net S2-1 --report report.html\n"
      "  thimble train --net 'conv 8 3x3, relu, max_pool 2, flatten, dense 10' --epochs 3 --out small.safetensors\n"
      "  thimble train --net S4-5 --seed 2 --checkpoint run.ckpt     # Ctrl-C, then the same with --resume run.ckpt\n"
      "  thimble train --net my.recipe --data pictures/ --json > result.json");
  add_net_option(command, a->train);
  add_data_option(command, shared);
  add_training_options(command, a->train);
  command.add_option("--fuse", a->fuse, "off: run the plain layers one by one")->check(one_of({"on", "off"}));
  add_compute_option(command, a->train.compute);
  add_device_option(command, a->device);
  command.add_option("--out", a->out, "The model file to write (safetensors)");
  command.add_option("--checkpoint", a->checkpoint, "Written every epoch and on Ctrl-C; the one before is FILE.prev");
  command.add_option("--resume", a->resume, "Go on from a checkpoint as if never interrupted");
  command.add_option("--history", a->history, "A CSV file with one line an epoch");
  command.add_option("--report", a->report, "A self-contained page: curves, confusion matrix, pictures");
  command.callback([a, &shared] { shared.command = [a, &shared] { train(*a, shared); }; });
}

}  // namespace thimble
