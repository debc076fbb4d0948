// The classical learners as the command line names them: which options they take, and the learner that these make.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "classic/clusterer.h"
#include "learn/classifier.h"
#include "learn/transform.h"

namespace thimble {

// What is made of the pictures before a learner sees them; without any of it, it sees the bytes.
struct FeatureOptions {
  int pca = 0;  // components; 0: none
  bool fld = false, hog = false;
};

struct LearnerOptions {
  FeatureOptions features;
  int k = 10;        // clusters
  int mpp_case = 1;  // and the Gaussians' options
  double ridge = 0, shrink = 0;
  std::string priors = "data";
};

void add_feature_options(CLI::App& command, FeatureOptions& features);
void add_cluster_options(CLI::App& command, LearnerOptions& options);
void add_mpp_options(CLI::App& command, LearnerOptions& options);

const std::vector<std::string>& learner_names();          // mpp, kmeans, wta, som
std::string description(const FeatureOptions& features);  // "PCA to 84", "HOG, PCA to 120", "pixels"

std::vector<std::unique_ptr<Transform>> transforms_of(const FeatureOptions& features);  // HOG, then PCA, then FLD
std::unique_ptr<Clusterer> clusterer_named(const std::string& method, int k, uint64_t seed);
// Not fitted yet; with its transforms, where there are any, in one pipeline.
std::unique_ptr<Classifier> learner_named(const std::string& method, const LearnerOptions& options, uint64_t seed);

}  // namespace thimble
