// The classical learners as the command line names them, and their options.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "classic/clusterer.h"
#include "learn/classifier.h"
#include "native/classical.h"

namespace thimble {

struct LearnerOptions {
  ClassicalOptions features;
  int k = 0;         // neighbours or clusters; 0: 5 neighbours, 10 clusters
  int mpp_case = 1;  // and the Gaussians' options
  double ridge = 0, shrink = 0;
  std::string priors = "data";
  std::string metric = "l2", weights = "uniform";  // of knn
  int neighbours() const { return k == 0 ? 5 : k; }
  int clusters() const { return k == 0 ? 10 : k; }
};

void add_k_option(CLI::App& command, LearnerOptions& options, const std::string& what);
void add_knn_options(CLI::App& command, LearnerOptions& options);
void add_mpp_options(CLI::App& command, LearnerOptions& options);

const std::vector<std::string>& learner_names();  // knn, mpp, kmeans, wta, som

// The device is k-means' alone.
std::unique_ptr<Clusterer> clusterer_named(const std::string& method, int k, uint64_t seed,
                                           const Device* device = nullptr);
// Not fitted yet; with its transforms, where there are any, in one pipeline.
std::unique_ptr<Classifier> learner_named(const std::string& method, const LearnerOptions& options, uint64_t seed);

}  // namespace thimble
