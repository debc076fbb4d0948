#include "nn/history.h"

#include <limits>

#include "core/error.h"
#include "nn/checkpoint.h"

namespace thimble {

Control History::on_epoch(const Progress& p) {
  epochs_.push_back(p);
  return Control::go_on;
}

void History::save(Record& record) const {
  record.set_number("history.epochs", static_cast<double>(epochs_.size()));
  for (size_t i = 0; i < epochs_.size(); ++i) save_progress(epochs_[i], text("history.", i, "."), record);
}

void History::load(const Record& record) {
  std::vector<Progress> epochs;
  if (record.has_text("history.epochs")) {
    const int64_t n = whole_number(record, "history.epochs", 0, std::numeric_limits<int>::max());
    for (int64_t i = 0; i < n; ++i) epochs.push_back(load_progress(record, text("history.", i, ".")));
  }
  epochs_ = std::move(epochs);
}

std::string History::csv() const {
  std::string lines = "epoch,loss,accuracy,val_loss,val_accuracy,lr\n";
  for (const Progress& p : epochs_) {
    lines += text(p.epoch + 1, ',', p.train.loss, ',', p.train.accuracy, ',');
    lines += p.has_validation ? text(p.validation.loss, ',', p.validation.accuracy) : ",";
    lines += text(',', p.learning_rate, '\n');
  }
  return lines;
}

}  // namespace thimble
