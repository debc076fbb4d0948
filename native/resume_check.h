// What a training was started with, kept in its checkpoint: --resume with anything else is refused in the user's words.
#pragma once

#include <string>
#include <vector>

#include "native/training.h"

namespace thimble {

// As an observer it only saves itself, as texts "train.lr", "train.data" and so on.
class StartedWith : public TrainObserver {
 public:
  StartedWith(const Recipe& recipe, const TrainingSet& data, const Sequential& net);
  void save(Record& record) const override;
  // data error naming the option, what the checkpoint has and what was given. A longer run, other output files, threads
  // and instruction sets may go on. What the record does not hold is not compared.
  void check_same(const Record& record) const;

 private:
  struct Fact {
    std::string option, key, value;
  };
  std::vector<Fact> facts_;  // what this file adds to a checkpoint
  std::string net_, batch_, optimizer_, seed_, samples_, compute_;
  int epochs_;
};

// A line on standard error where the checkpoint was made with another instruction set.
void note_other_isa(const Record& record);

}  // namespace thimble
