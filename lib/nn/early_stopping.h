// Stop when the validation loss has not improved for `patience` epochs.
#pragma once

#include <vector>

#include "nn/trainer.h"

namespace thimble {

// Keras's rule: an epoch improves if its validation loss is below the best so far; training stops after `patience`
// epochs in a row that do not. With restore_best the weights of the best epoch come back at the end, early or not.
class EarlyStopping : public TrainObserver {
 public:
  EarlyStopping(Sequential& net, int patience, bool restore_best);  // patience 0: never stops, only restores
  Control on_epoch(const Progress& p) override;
  void on_end(const Progress& p) override;
  void save(Record& record) const override;
  void load(const Record& record) override;
  int best_epoch() const { return best_epoch_; }  // from 0; -1 before the first
  double best_loss() const { return best_loss_; }

 private:
  void remember();

  Sequential& net_;
  int patience_;
  bool restore_best_;
  int best_epoch_ = -1, waited_ = 0;
  double best_loss_ = 0;
  std::vector<Tensor> best_;
};

}  // namespace thimble
