// What happened, epoch by epoch.
#pragma once

#include <string>
#include <vector>

#include "nn/trainer.h"

namespace thimble {

class History : public TrainObserver {
 public:
  Control on_epoch(const Progress& p) override;
  void save(Record& record) const override;
  void load(const Record& record) override;
  const std::vector<Progress>& epochs() const { return epochs_; }
  std::string csv() const;  // epoch (from 1),loss,accuracy,val_loss,val_accuracy,lr; val_ empty without validation

 private:
  std::vector<Progress> epochs_;
};

}  // namespace thimble
