// The folder of a reproduction: runs/NAME.json for every finished run, runs/NAME.ckpt for the one that was stopped.
#pragma once

#include <optional>
#include <string>

#include "app/reproduce_plan.h"
#include "native/run_result.h"

namespace thimble {

class RunStore {
 public:
  explicit RunStore(std::string folder) : folder_(std::move(folder)) {}

  std::string path(const std::string& name) const;  // of a file in the folder
  std::string checkpoint(const PlannedRun& run) const;
  bool has_checkpoint(const PlannedRun& run) const;
  bool has_any(const Plan& plan) const;  // its entry, or a result or a checkpoint of one of its runs
  void make() const;                     // the folder; io error
  // What was kept of the run; nothing where there is none. data error where it is of another recipe or other data.
  std::optional<RunResult> finished(const PlannedRun& run, const std::string& data_sha256) const;
  void keep(const PlannedRun& run, const RunResult& result) const;  // and away with its checkpoint

 private:
  std::string result_file(const PlannedRun& run) const;
  std::string folder_;
};

}  // namespace thimble
