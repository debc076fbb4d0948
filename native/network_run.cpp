#include "native/network_run.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "core/error.h"
#include "learn/number.h"
#include "native/checkpoint_file.h"
#include "native/measured.h"
#include "native/progress_line.h"
#include "native/resume_check.h"
#include "native/terminal.h"
#include "native/train_options.h"
#include "nn/summary.h"
#include "plot/markup.h"

namespace thimble {

namespace {

constexpr int kFirst = 32, kMistakes = 24;

// How far a training is, on the line of the terminal.
class OnLine : public TrainObserver {
 public:
  explicit OnLine(ProgressLine& line) : line_(line) {}
  void on_batch(const Progress& p) override { line_.at(p.epoch * p.batches + p.batch, p.epochs * p.batches); }
  Control on_epoch(const Progress& p) override {
    const bool aside = p.has_validation;
    line_.say(text("epoch ", p.epoch + 1, ": ", aside ? "validation " : "training ",
                   decimal(aside ? p.validation.accuracy : p.train.accuracy, 4)));
    return Control::go_on;
  }

 private:
  ProgressLine& line_;
};

// Seconds of training over all interruptions.
class Stopwatch : public TrainObserver {
 public:
  void save(Record& record) const override { record.set(kKey, number_text(seconds())); }
  void load(const Record& record) override {
    if (record.has_text(kKey)) before_ = parse_number(record.text(kKey)).value_or(0);
  }
  double seconds() const {
    return before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

 private:
  static constexpr const char* kKey = "reproduce.seconds";
  double before_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

constexpr const char* kFingerprint = "reproduce.fingerprint";

// Writes into the checkpoint which run it belongs to.
class OfRun : public TrainObserver {
 public:
  explicit OfRun(const std::string& fingerprint) : fingerprint_(fingerprint) {}
  void save(Record& record) const override { record.set(kFingerprint, fingerprint_); }

 private:
  const std::string& fingerprint_;
};

bool goes_on(const RunPlace& place, const std::string& name, bool quiet) {
  if (!place.resume) return false;
  if (text_in_checkpoint(place.checkpoint, kFingerprint) == place.fingerprint) return true;
  if (!quiet) print_note("note: " + name + ": the checkpoint is of other settings or data; begun afresh\n");
  return false;
}

void take_first(TrainingSet& data, int pictures) {
  if (pictures == 0 || pictures >= data.train.size()) return;
  std::vector<int> rows(static_cast<size_t>(pictures));
  std::iota(rows.begin(), rows.end(), 0);
  data.train = data.train.subset(rows);
}

void add_pictures(RunResult& result, NetClassifier& model, const Dataset& test) {
  if (test.size() == 0) return;
  Tensor p;
  model.scores(test.x, p);
  const std::vector<int> answers = argmax_rows(p);
  const auto shown = [&](int i) {
    const int answer = answers[static_cast<size_t>(i)];
    return ShownPicture{i, answer, static_cast<double>(p(i, answer))};
  };
  std::vector<int> wrong;
  for (int i = 0; i < test.size(); ++i) {
    if (i < kFirst) result.first.push_back(shown(i));
    if (answers[static_cast<size_t>(i)] != test.labels[static_cast<size_t>(i)]) wrong.push_back(i);
  }
  std::stable_sort(wrong.begin(), wrong.end(),
                   [&](int a, int b) { return shown(a).probability > shown(b).probability; });
  for (size_t i = 0; i < std::min<size_t>(kMistakes, wrong.size()); ++i) result.mistakes.push_back(shown(wrong[i]));
}

// No more right answers than the same one for every picture would give: the network is dead.
bool is_dead(const ConfusionMatrix& m) {
  int64_t most = 0;
  for (int k = 0; k < m.classes(); ++k) most = std::max(most, m.row_total(k));
  return m.trace() <= most;
}

Figures figures_of(const TrainResult& r) {
  Figures f = {{"train_accuracy", r.train.accuracy},
               {"train_loss", r.train.loss},
               {"epochs", r.epochs},
               {"gflops", r.gflops},
               {"images_per_second", r.images_per_second},
               {"parameters", static_cast<double>(r.parameters)}};
  const auto add = [&](const std::string& name, const std::optional<Score>& score) {
    if (!score) return;
    f[name + "_accuracy"] = score->accuracy;
    f[name + "_loss"] = score->loss;
  };
  add("validation", r.validation);
  add("test", r.test);
  if (r.test) f["dead"] = is_dead(r.confusion) ? 1 : 0;
  return f;
}

}  // namespace

RunResult run_network(const PlannedRun& run, const TrainTest& source, const RunPlace& place, const Shared& shared) {
  const Recipe& recipe = run.recipe;
  TrainingSet data = training_set(source, recipe);
  take_first(data, run.pictures);
  NetClassifier model(network_for(recipe.net, data.train, parse_init(recipe.init), recipe.seed), data.train);
  model.net.compute(parse_compute(recipe.compute));
  const std::unique_ptr<Optimizer> optimizer = make_optimizer(recipe);
  Trainer trainer(model.net, *optimizer, data.train, data.validation.size() > 0 ? &data.validation : nullptr,
                  train_options(recipe));
  History history;
  OfRun of_run(place.fingerprint);
  StartedWith started(recipe, data, model.net);
  Stopwatch watch;
  EarlyStopping stopping(model.net, recipe.patience, recipe.restore_best);
  ProgressLine line(run.name, shared);
  OnLine on_line(line);
  trainer.observe(history);
  trainer.observe(started);
  trainer.observe(of_run);
  trainer.observe(watch);
  trainer.observe(on_line);
  if (recipe.patience > 0 || recipe.restore_best) trainer.observe(stopping);
  if (goes_on(place, run.name, shared.quiet)) read_checkpoint(trainer, started, place.checkpoint, shared.quiet);
  LoopResult loop = run_training(trainer, data.train.size(), recipe.batch, place.checkpoint, place.go_on);
  loop.seconds = watch.seconds();
  loop.images = int64_t{history.epochs().back().epoch + 1} * data.train.size();  // before an interruption too

  std::vector<int> predicted;
  const TrainResult measure = measured(model, data, recipe, history, loop, predicted);
  RunResult result;
  result.figures = figures_of(measure);
  result.figures["seconds"] = loop.seconds;
  result.history = measure.history;
  result.test = measure.confusion;
  if (recipe.reported.count("train_confusion") != 0) {
    evaluate(model.net, data.train, 256, &predicted);
    result.train = ConfusionMatrix(data.train.labels, predicted, data.train.classes());
    result.figures["final_train_accuracy"] = result.train.accuracy();
  }
  if (place.pictures) add_pictures(result, model, data.test);
  result.network = summary(model.net);
  result.weights_sha256 = measure.weights_sha256;
  return result;
}

}  // namespace thimble
