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
  int k = 10;  // clusters, or neighbours
  std::string metric = "l2", weights = "uniform";
  int mpp_case = 1;  // and the Gaussians' options
  double ridge = 0, shrink = 0;
  std::string priors = "data";
};

void add_cluster_count(CLI::App& command, LearnerOptions& options);    // -k
void add_learner_options(CLI::App& command, LearnerOptions& options);  // of all learners and their transforms
// One of them by name: k, metric, weights, case, ridge, shrink, priors, pca. usage error for another, or a wrong value.
void set_option(LearnerOptions& options, const std::string& name, const std::string& value);

const std::vector<std::string>& learner_names();  // knn, mpp, kmeans, wta, som

std::unique_ptr<Clusterer> clusterer_named(const std::string& method, int k, uint64_t seed);
// Not fitted yet; with its transforms, where there are any, in one pipeline.
std::unique_ptr<Classifier> learner_named(const std::string& method, const LearnerOptions& options, uint64_t seed);

}  // namespace thimble
