#include "nn/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"
#include "core/ops.h"
#include "learn/sha256.h"

namespace thimble {

namespace {

std::string labels_sha256(const Dataset& data) {
  std::vector<uint8_t> bytes;
  for (const int label : data.labels)
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<uint8_t>(label >> shift));
  return sha256(bytes);
}

}  // namespace

void check_optimizer(const Record& record, const std::string& name) {
  expect_stored(record.text("optimizer.name") == name, "optimizer.name", name, record.text("optimizer.name"));
}

std::vector<Tensor> load_moments(std::span<Parameter* const> parameters, const std::string& prefix,
                                 const Record& record) {
  std::vector<Tensor> moments;
  for (const Parameter* p : parameters)
    moments.push_back(p->trainable ? restored(record, prefix + p->name, p->value.shape()).to(p->value.device())
                                   : Tensor());
  return moments;
}

void save_progress(const Progress& p, const std::string& prefix, Record& record) {
  record.set_number(prefix + "epoch", p.epoch);
  record.set_number(prefix + "epochs", p.epochs);
  record.set_number(prefix + "batch", p.batch);
  record.set_number(prefix + "batches", p.batches);
  record.set_number(prefix + "step", static_cast<double>(p.step));
  record.set_number(prefix + "loss", p.loss);
  record.set_number(prefix + "learning_rate", p.learning_rate);
  record.set_number(prefix + "train.loss", p.train.loss);
  record.set_number(prefix + "train.accuracy", p.train.accuracy);
  record.set_number(prefix + "has_validation", p.has_validation ? 1 : 0);
  record.set_number(prefix + "validation.loss", p.validation.loss);
  record.set_number(prefix + "validation.accuracy", p.validation.accuracy);
}

Progress load_progress(const Record& record, const std::string& prefix) {
  constexpr int kMax = std::numeric_limits<int>::max();
  const auto whole = [&](const char* key, int64_t high) { return whole_number(record, prefix + key, 0, high); };
  Progress p;
  p.epochs = static_cast<int>(whole("epochs", kMax));
  p.epoch = static_cast<int>(whole("epoch", std::max(p.epochs - 1, 0)));
  p.batches = static_cast<int>(whole("batches", kMax));
  p.batch = static_cast<int>(whole("batch", p.batches));
  p.step = whole("step", int64_t{1} << 53);
  p.loss = finite_number(record, prefix + "loss");
  p.learning_rate = static_cast<float>(finite_number(record, prefix + "learning_rate"));
  p.train = {finite_number(record, prefix + "train.loss"), finite_number(record, prefix + "train.accuracy")};
  p.has_validation = whole("has_validation", 1) == 1;
  p.validation = {finite_number(record, prefix + "validation.loss"),
                  finite_number(record, prefix + "validation.accuracy")};
  return p;
}

void Trainer::save(Record& record) const {
  record.set("thimble.kind", "checkpoint");
  record.set("trainer.net", net_.text());
  record.set_number("trainer.samples", train_.size());
  record.set("trainer.labels", labels_sha256(train_));
  record.set_number("trainer.batch_size", options_.batch_size);
  record.set("trainer.seed", text(options_.seed));
  record.set("trainer.compute", to_text(net_.compute()));
  double loss_sum = loss_sum_;
  int64_t correct = correct_, seen = seen_;
  for (const StepLoss& step : losses_.look_aside()) {  // of which a device has not told yet
    loss_sum += step.loss * step.samples;
    correct += step.correct;
    seen += step.samples;
  }
  record.set_number("trainer.loss_sum", loss_sum);
  record.set_number("trainer.correct", static_cast<double>(correct));
  record.set_number("trainer.seen", static_cast<double>(seen));
  record.set_number("trainer.fixed_rate", fixed_rate_);
  record.set_number("trainer.stopped", stopped_ ? 1 : 0);
  save_progress(progress_, "trainer.progress.", record);
  if (options_.ema > 0)
    average_.save(net_.parameters(), averages_shown_, record);
  else
    for (const Parameter* p : net_.parameters()) record.set(p->name, p->value);
  optimizer_.save(net_.parameters(), record);
  for (const TrainObserver* o : observers_) o->save(record);
}

void Trainer::load(const Record& record) {
  const auto same = [&](const std::string& key, const std::string& mine) {
    expect_stored(record.text(key) == mine, key, "\"" + mine + "\"", "\"" + record.text(key) + "\"");
  };
  same("thimble.kind", "checkpoint");
  same("trainer.net", net_.text());
  whole_number(record, "trainer.samples", train_.size(), train_.size());
  same("trainer.labels", labels_sha256(train_));
  whole_number(record, "trainer.batch_size", options_.batch_size, options_.batch_size);
  same("trainer.seed", text(options_.seed));
  if (record.has_text("trainer.compute") || net_.compute() != Compute::float32)  // older ones do not say it
    same("trainer.compute", to_text(net_.compute()));

  Progress progress = load_progress(record, "trainer.progress.");
  expect_stored(progress.batches == progress_.batches, "trainer.progress.batches", text(progress_.batches),
                text(progress.batches));
  expect_stored(progress.epoch < options_.epochs, "trainer.progress.epoch",
                text("fewer than ", options_.epochs, " epochs"), text(progress.epoch + 1));
  progress.epochs = options_.epochs;
  const int64_t seen = whole_number(record, "trainer.seen", 0, train_.size());
  const int64_t correct = whole_number(record, "trainer.correct", 0, seen);
  const double loss_sum = finite_number(record, "trainer.loss_sum");
  const float fixed_rate = static_cast<float>(finite_number(record, "trainer.fixed_rate"));
  const bool stopped = whole_number(record, "trainer.stopped", 0, 1) == 1;
  for (const Parameter* p : net_.parameters()) restored(record, p->name, p->value.shape());
  const WeightAverage average = options_.ema > 0 ? WeightAverage::load(net_.parameters(), record) : WeightAverage();
  for (TrainObserver* o : observers_) o->load(record);
  optimizer_.load(net_.parameters(), record);  // behind everything else that may refuse

  for (Parameter* p : net_.parameters()) p->value.copy_from(record.tensor(p->name));
  preparing_.finish();
  progress_ = progress;
  begin_epoch();
  progress_ = progress;
  loss_sum_ = loss_sum;
  correct_ = correct;
  seen_ = seen;
  fixed_rate_ = fixed_rate;
  stopped_ = stopped;
  ended_ = false;
  finished_ = stopped_ || (progress_.batch == progress_.batches && progress_.epoch + 1 == progress_.epochs);
  average_ = average;
  averages_shown_ = false;
  show_averages(finished_ && options_.ema > 0);
}

}  // namespace thimble
