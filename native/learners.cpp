#include "native/learners.h"

#include <algorithm>
#include <utility>

#include "classic/cluster_classifier.h"
#include "classic/kmeans.h"
#include "classic/knn.h"
#include "classic/kohonen.h"
#include "classic/mpp.h"
#include "classic/winner_take_all.h"
#include "core/error.h"
#include "learn/number.h"
#include "native/command_line.h"

namespace thimble {

namespace {

const std::vector<std::string> kMetrics = {"l1", "l2", "l3", "linf"}, kWeights = {"uniform", "distance"};

double number(const std::string& name, const std::string& value, double low, double high) {
  const auto read = parse_number(value);
  check(read && *read >= low && *read <= high, name, ": expected a number from ", low, " to ", high, ", got \"", value,
        '"');
  return *read;
}

int whole(const std::string& name, const std::string& value, int low, int high) {
  const auto read = parse_integer(value, low, high);
  check(read.has_value(), name, ": expected a whole number from ", low, " to ", high, ", got \"", value, '"');
  return static_cast<int>(*read);
}

const std::string& word(const std::string& name, const std::string& value, const std::vector<std::string>& known) {
  check(std::find(known.begin(), known.end(), value) != known.end(), name, ": expected one of ", known.front(), " to ",
        known.back(), ", got \"", value, '"');
  return value;
}

}  // namespace

void set_option(LearnerOptions& options, const std::string& name, const std::string& value) {
  if (name == "k") {
    options.k = whole(name, value, 1, 1 << 20);
  } else if (name == "metric") {
    options.metric = word(name, value, kMetrics);
  } else if (name == "weights") {
    options.weights = word(name, value, kWeights);
  } else if (name == "case") {
    options.mpp_case = whole(name, value, 1, 3);
  } else if (name == "ridge") {
    options.ridge = number(name, value, 0, 1e9);
  } else if (name == "shrink") {
    options.shrink = number(name, value, 0, 1);
  } else if (name == "priors") {
    options.priors = value;
  } else {
    check(name == "pca", "expected one of k, metric, weights, case, ridge, shrink, priors and pca, got \"", name, '"');
    options.features.pca = value;
  }
}

void add_cluster_count(CLI::App& command, LearnerOptions& options) {
  command.add_option("-k", options.k, "How many clusters or units")->check(whole_number_between(1, 1 << 20));
}

void add_learner_options(CLI::App& command, LearnerOptions& options) {
  command.add_option("-k", options.k, "How many neighbours, clusters or units")
      ->check(whole_number_between(1, 1 << 20));
  command.add_option("--metric", options.metric, "knn: l1, l2, l3 or linf")->check(one_of(kMetrics));
  command.add_option("--weights", options.weights, "knn: uniform or distance")->check(one_of(kWeights));
  command
      .add_option("--case", options.mpp_case, "mpp: 1 equal round covariances, 2 one for all classes, 3 one for each")
      ->check(whole_number_between(1, 3));
  command.add_option("--ridge", options.ridge, "mpp: added to each variance")->check(number_between(0, 1e9));
  command.add_option("--shrink", options.shrink, "mpp: share of the covariance that is made round")
      ->check(number_between(0, 1));
  command.add_option("--priors", options.priors, "mpp: equal, data, or probabilities with commas between them");
  add_transform_options(command, options.features);
}

const std::vector<std::string>& learner_names() {
  static const std::vector<std::string> names = {"knn", "mpp", "kmeans", "wta", "som"};
  return names;
}

std::unique_ptr<Clusterer> clusterer_named(const std::string& method, int k, uint64_t seed) {
  if (method == "kmeans") return std::make_unique<KMeans>(KMeansOptions{.k = k, .seed = seed});
  if (method == "wta") return std::make_unique<WinnerTakeAll>(WinnerTakeAllOptions{.k = k, .seed = seed});
  const Grid grid = grid_of(k);
  return std::make_unique<Kohonen>(KohonenOptions{.rows = grid.rows, .columns = grid.columns, .seed = seed});
}

std::unique_ptr<Classifier> learner_named(const std::string& method, const LearnerOptions& options, uint64_t seed) {
  std::unique_ptr<Classifier> last;
  if (method == "mpp") {
    last = std::make_unique<Mpp>(MppOptions{static_cast<MppCase>(options.mpp_case), options.ridge, options.shrink,
                                            parse_priors(options.priors)});
  } else if (method == "knn") {
    last = std::make_unique<Knn>(options.k, *metric_named(options.metric),
                                 options.weights == "distance" ? Weights::distance : Weights::uniform);
  } else {
    last = std::make_unique<ClusterClassifier>(clusterer_named(method, options.k, seed));
  }
  return behind_transforms(options.features, std::move(last));
}

}  // namespace thimble
