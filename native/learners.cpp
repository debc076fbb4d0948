#include "native/learners.h"

#include <utility>

#include "classic/cluster_classifier.h"
#include "classic/fld.h"
#include "classic/hog.h"
#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/mpp.h"
#include "classic/pca.h"
#include "classic/winner_take_all.h"
#include "core/error.h"
#include "learn/pipeline.h"
#include "native/command_line.h"

namespace thimble {

void add_feature_options(CLI::App& command, FeatureOptions& features) {
  command.add_option("--pca", features.pca, "First turn the samples into so many principal components")
      ->check(whole_number_between(1, 1 << 24));
  command.add_flag("--fld", features.fld, "First turn the samples into Fisher's directions, one fewer than classes");
  command.add_flag("--hog", features.hog,
                   "First turn the pictures into histograms of oriented gradients and small grey pictures");
}

void add_cluster_options(CLI::App& command, LearnerOptions& options) {
  command.add_option("-k", options.k, "How many clusters or units")->check(whole_number_between(1, 1 << 20));
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
  static const std::vector<std::string> names = {"mpp", "kmeans", "wta", "som"};
  return names;
}

std::string description(const FeatureOptions& features) {
  std::string words = features.hog ? "HOG" : "";
  if (features.pca > 0) words += (words.empty() ? "" : ", ") + text("PCA to ", features.pca);
  if (features.fld) words += words.empty() ? "FLD" : ", FLD";
  return words.empty() ? "pixels" : words;
}

std::vector<std::unique_ptr<Transform>> transforms_of(const FeatureOptions& features) {
  std::vector<std::unique_ptr<Transform>> transforms;
  if (features.hog) transforms.push_back(std::make_unique<Hog>(HogOptions{.grey = 0.3}));
  if (features.pca > 0) transforms.push_back(std::make_unique<Pca>(PcaOptions{.components = features.pca}));
  if (features.fld) transforms.push_back(std::make_unique<Fld>());
  return transforms;
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
  } else {
    last = std::make_unique<ClusterClassifier>(clusterer_named(method, options.k, seed));
  }
  std::vector<std::unique_ptr<Transform>> transforms = transforms_of(options.features);
  if (transforms.empty()) return last;
  return std::make_unique<Pipeline>(std::move(transforms), std::move(last));
}

}  // namespace thimble
