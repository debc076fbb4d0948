// A network of a reproduction, trained with one seed and measured; goes on from its checkpoint where there is one.
#pragma once

#include "app/reproduce_plan.h"
#include "data/source.h"
#include "native/command_line.h"
#include "native/run_result.h"

namespace thimble {

struct RunPlace {
  std::string fingerprint;        // of what the checkpoint must belong to
  std::string checkpoint, go_on;  // the file, and the command that goes on, for whoever interrupts
  bool resume = false;            // from that file, where it is of the same run; else afresh, with a note
  bool pictures = false;          // keep the first test pictures and the surest mistakes
};

RunResult run_network(const PlannedRun& run, const TrainTest& source, const RunPlace& place, const Shared& shared);

// What a method line comes to: "mpp --case 3 --pca 84". usage error naming the recipe where its options are wrong.
RunResult run_method(const PlannedRun& run, const TrainTest& source, const Shared& shared);
void check_method_line(const Recipe& recipe);  // the same errors, before anything is computed

}  // namespace thimble
