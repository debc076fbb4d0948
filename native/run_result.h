// One finished run of a reproduction: what is kept of it in a file, so that nothing is computed twice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/verdict.h"
#include "learn/metrics.h"
#include "native/json_output.h"
#include "nn/trainer.h"

namespace thimble {

// A test picture and what was said of it.
struct ShownPicture {
  int index = 0, answer = 0;
  double probability = 0;
};

struct RunResult {
  std::string name, fingerprint, setting;  // setting: of a grid's row, in words
  uint64_t seed = 0;
  int row = 0;
  Figures figures;                            // accuracies, losses, epochs, seconds, gflops, ...
  std::vector<Progress> history;              // epoch by epoch
  ConfusionMatrix test{0}, train{0};          // without classes where it was not measured
  std::vector<ShownPicture> first, mistakes;  // the first test pictures; the mistakes that it is surest of
  std::string network;                        // its summary
  std::string isa, weights_sha256;
  int threads = 0;
};

Json to_json(const RunResult& run);
// data error "FILE: expected a result of `thimble reproduce`: ..." where anything is missing or of another kind.
RunResult run_result_from(const std::string& text, const std::string& file);

}  // namespace thimble
