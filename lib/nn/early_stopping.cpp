#include "nn/early_stopping.h"

#include <limits>

#include "core/error.h"
#include "nn/checkpoint.h"

namespace thimble {

EarlyStopping::EarlyStopping(Sequential& net, int patience, bool restore_best)
    : net_(net), patience_(patience), restore_best_(restore_best) {
  check(patience >= 0, "early stopping: expected a patience of at least 0 epochs, got ", patience);
}

Control EarlyStopping::on_epoch(const Progress& p) {
  check(p.has_validation, "early stopping: it watches the validation loss, and there is no validation set");
  if (best_epoch_ < 0 || p.validation.loss < best_loss_) {
    best_epoch_ = p.epoch;
    best_loss_ = p.validation.loss;
    waited_ = 0;
    if (restore_best_) remember();
    return Control::go_on;
  }
  ++waited_;
  return patience_ > 0 && waited_ >= patience_ ? Control::stop : Control::go_on;
}

void EarlyStopping::on_end(const Progress&) {
  for (size_t i = 0; i < best_.size(); ++i) net_.parameters()[i]->value.copy_from(best_[i]);
}

void EarlyStopping::remember() {
  best_.resize(net_.parameters().size());
  for (size_t i = 0; i < best_.size(); ++i) best_[i] = net_.parameters()[i]->value;
}

void EarlyStopping::save(Record& record) const {
  record.set_number("early_stopping.best_epoch", best_epoch_);
  record.set_number("early_stopping.best_loss", best_loss_);
  record.set_number("early_stopping.waited", waited_);
  for (size_t i = 0; i < best_.size(); ++i) record.set("early_stopping.best." + net_.parameters()[i]->name, best_[i]);
}

void EarlyStopping::load(const Record& record) {
  best_epoch_ = -1;
  best_loss_ = 0;
  waited_ = 0;
  best_.clear();
  if (!record.has_text("early_stopping.best_epoch")) return;  // the run began without it
  constexpr int kMax = std::numeric_limits<int>::max();
  const int best_epoch = static_cast<int>(whole_number(record, "early_stopping.best_epoch", -1, kMax));
  const int waited = static_cast<int>(whole_number(record, "early_stopping.waited", 0, kMax));
  const double best_loss = finite_number(record, "early_stopping.best_loss");
  std::vector<Tensor> best;
  if (restore_best_ && best_epoch >= 0)
    for (const Parameter* p : net_.parameters())
      best.push_back(restored(record, "early_stopping.best." + p->name, p->value.shape()));
  best_epoch_ = best_epoch;
  waited_ = waited;
  best_loss_ = best_loss;
  best_ = std::move(best);
}

}  // namespace thimble
