// The comparison again on 5,000 training pictures and all 10,000 of the test, as JSON: docs/results/regularisation.json.
#pragma once

#include <cmath>
#include <cstdio>

#include "experiments.h"

inline int compare(const char* folder) {
  const thimble::TrainTest all = thimble::load_data(folder);
  const std::vector<int> order = thimble::Rng(1, thimble::Purpose::split).permutation(all.train.size());
  const std::span<const int> rows(order);
  const Pictures data{all.train.subset(rows.first(5000)), all.train.subset(rows.subspan(5000, 5000)), all.test};
  const std::string dense = "flatten, dense 128, relu, dense 10",
                    dropout = "flatten, dense 128, relu, dropout 0.5, dense 10";
  const std::vector<Setting> settings = {
      {"nothing", dense},
      {"l2", "flatten, dense 128 l2 0.0003, relu, dense 10 l2 0.0003"},
      {"dropout", dropout},
      {"augmented", dense, "flip, shift 1"},
      {"early_stopping", dense, "none", 10},
      {"batch_norm", "flatten, dense 128, batch_norm, relu, dense 10"},
      {"dropout_augmented", dropout, "flip, shift 1"},
  };
  std::printf("{\n  \"seeds\": 3");
  for (const Setting& setting : settings) {
    double train = 0, accuracy = 0, squares = 0, loss = 0, sure = 0, epochs = 0;
    for (const uint64_t seed : {1u, 2u, 3u}) {
      const Outcome out = run(setting, data, {40, 50, 0.001f, seed});
      train += out.train.accuracy / 3, accuracy += out.test.accuracy / 3, loss += out.test.loss / 3;
      squares += out.test.accuracy * out.test.accuracy, sure += out.sure / 3, epochs += double(out.epochs.size()) / 3;
    }
    std::printf(",\n  \"%s\": {\"epochs\": %.1f, \"train\": %.4f, \"accuracy\": %.4f, \"sd\": %.4f, \"loss\": %.4f, ",
                setting.name.c_str(), epochs, train, accuracy,
                std::sqrt(std::max(0.0, squares - 3 * accuracy * accuracy) / 2), loss);
    std::printf("\"sure\": %.4f}", sure);
    std::fflush(stdout);
  }
  std::printf("\n}\n");
  return 0;
}
