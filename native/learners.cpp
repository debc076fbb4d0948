#include "native/learners.h"

#include <utility>

#include "classic/cluster_classifier.h"
#include "classic/kmeans.h"
#include "classic/knn.h"
#include "classic/kohonen.h"
#include "classic/mpp.h"
#include "classic/winner_take_all.h"
#include "native/command_line.h"
#include "native/devices.h"

namespace thimble {

void add_k_option(CLI::App& command, LearnerOptions& options, const std::string& what) {
  command.add_option("-k", options.k, what)->check(whole_number_between(1, 1 << 24));
}

namespace {

CLI::Validator metric_word() {
  return CLI::Validator(
      [](const std::string& word) {
        return metric_named(word) ? std::string()
                                  : "expected l1, l2, l3, linf, or lP with P from 1 to 100, got \"" + word + '"';
      },
      "");
}

}  // namespace

void add_knn_options(CLI::App& command, LearnerOptions& options) {
  command.add_option("--metric", options.metric, "knn: l1, l2 (default), l3, linf, or any order p from 1 to 100: l1.5")
      ->check(metric_word());
  command.add_option("--weights", options.weights, "knn: uniform (default), or distance: near ones count more")
      ->check(one_of({"uniform", "distance"}));
}

void add_mpp_options(CLI::App& command, LearnerOptions& options) {
  command
      .add_option("--case", options.mpp_case, "mpp: 1 equal round covariances, 2 one for all classes, 3 one for each")
      ->check(whole_number_between(1, 3));
  command.add_option("--ridge", options.ridge, "mpp: added to each variance")->check(number_between(0, 1e9));
  command.add_option("--shrink", options.shrink, "mpp: share of the covariance that is made round")
      ->check(number_between(0, 1));
  command.add_option("--priors", options.priors, "mpp: equal, data, or probabilities with commas between them");
}

const std::vector<std::string>& learner_names() {
  static const std::vector<std::string> names = {"knn", "mpp", "kmeans", "wta", "som"};
  return names;
}

std::unique_ptr<Clusterer> clusterer_named(const std::string& method, int k, uint64_t seed, const Device* device) {
  if (method == "kmeans") return std::make_unique<KMeans>(KMeansOptions{.k = k, .seed = seed, .device = device});
  if (method == "wta") return std::make_unique<WinnerTakeAll>(WinnerTakeAllOptions{.k = k, .seed = seed});
  const Grid grid = grid_of(k);
  return std::make_unique<Kohonen>(KohonenOptions{.rows = grid.rows, .columns = grid.columns, .seed = seed});
}

std::unique_ptr<Classifier> learner_named(const std::string& method, const LearnerOptions& options, uint64_t seed) {
  const Device* device = chosen_device(options.features.device);
  std::unique_ptr<Classifier> last;
  if (method == "knn") {
    last = std::make_unique<Knn>(options.neighbours(), *metric_named(options.metric),
                                 options.weights == "uniform" ? Weights::uniform : Weights::distance, device);
  } else if (method == "mpp") {
    last = std::make_unique<Mpp>(MppOptions{static_cast<MppCase>(options.mpp_case), options.ridge, options.shrink,
                                            parse_priors(options.priors), device});
  } else {
    last = std::make_unique<ClusterClassifier>(clusterer_named(method, options.clusters(), seed, device));
  }
  return behind_transforms(options.features, std::move(last));
}

}  // namespace thimble
