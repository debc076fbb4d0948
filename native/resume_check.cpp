#include "native/resume_check.h"

#include "core/error.h"
#include "kernels/kernels.h"
#include "learn/number.h"
#include "native/terminal.h"

namespace thimble {

namespace {

const char* const kIsa = "train.isa";

void expect_same(const Record& record, const std::string& option, const std::string& key, const std::string& given) {
  if (record.has_text(key) && record.text(key) != given)
    fail(Error::data, option + ": the checkpoint was made with " + record.text(key) + ", got " + given);
}

}  // namespace

StartedWith::StartedWith(const Recipe& r, const TrainingSet& data, const Sequential& net)
    : net_(net.text()),
      batch_(std::to_string(r.batch)),
      optimizer_(r.optimizer),
      seed_(std::to_string(r.seed)),
      samples_(std::to_string(data.train.size())),
      compute_(to_text(net.compute())),
      epochs_(r.epochs) {
  facts_ = {{"--data", "train.data", data.sha256},
            {"--validation", "train.validation", r.validation},
            {"--lr", "train.lr", number_text(r.lr)},
            {"--schedule", "train.schedule", r.schedule},
            {"--momentum", "train.momentum", number_text(momentum_of(r))},
            {"--nesterov", "train.nesterov", r.nesterov ? "on" : "off"},
            {"--augment", "train.augment", r.augment},
            {"--smoothing", "train.smoothing", number_text(r.smoothing)},
            {"--weight-decay", "train.weight_decay", number_text(r.weight_decay)},
            {"--ema", "train.ema", number_text(r.ema)},
            {"--scale", "train.scale", number_text(r.scale)}};
}

void StartedWith::save(Record& record) const {
  for (const Fact& fact : facts_) record.set(fact.key, fact.value);
  record.set(kIsa, std::string(kernels::active().isa));
}

void StartedWith::check_same(const Record& record) const {
  if (record.text("thimble.kind") != "checkpoint")
    fail(Error::data, "thimble.kind: expected \"checkpoint\", found \"" + record.text("thimble.kind") + "\"");
  expect_same(record, "--net", "trainer.net", net_);
  if (record.has_text("train.data") && record.text("train.data") != facts_[0].value)
    fail(Error::data, "--data: the checkpoint was made with other training pictures");
  expect_same(record, "--batch", "trainer.batch_size", batch_);
  expect_same(record, "--compute", "trainer.compute", compute_);
  expect_same(record, "--optimizer", "optimizer.name", optimizer_);
  for (size_t i = 1; i < facts_.size(); ++i) expect_same(record, facts_[i].option, facts_[i].key, facts_[i].value);
  expect_same(record, "--seed", "trainer.seed", seed_);
  if (record.has_text("trainer.samples") && record.text("trainer.samples") != samples_)
    fail(Error::data, "--validation or --seed: the checkpoint was made with another split");
  if (!record.has_text("trainer.progress.epoch")) return;
  const double begun = record.number("trainer.progress.epoch") + 1;
  if (begun > epochs_)
    fail(Error::data, text("--epochs: the checkpoint is in epoch ", begun, ", got at most ", epochs_));
}

void note_other_isa(const Record& record) {
  const std::string isa = kernels::active().isa;
  if (record.has_text(kIsa) && record.text(kIsa) != isa)
    print_note("note: the checkpoint was made with --isa " + record.text(kIsa) + ", this run goes on with " + isa +
               ": the weights will differ in their last bits\n");
}

}  // namespace thimble
