#include "classic/cluster_classifier.h"

#include <algorithm>
#include <utility>

#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/mini_batch_kmeans.h"
#include "classic/winner_take_all.h"
#include "core/error.h"
#include "learn/cluster_measures.h"
#include "learn/restored.h"

namespace thimble {

ClusterClassifier::ClusterClassifier(std::unique_ptr<Clusterer> clusterer) : clusterer_(std::move(clusterer)) {
  check(clusterer_ != nullptr, "clusters: expected a clustering method, got none");
}

void ClusterClassifier::fit(const Dataset& train) {
  expect_labelled(name().c_str(), train);
  clusterer_->fit(train.x);
  name_clusters(train);
}

void ClusterClassifier::name_clusters(const Dataset& labelled) {
  const int k = clusterer_->size(), classes = labelled.classes();
  const Contingency table(clusterer_->assign(labelled.x), labelled.labels, k, classes);
  shares_ = Tensor({k, classes});
  for (int j = 0; j < k; ++j) {
    const double total = static_cast<double>(table.cluster_total(j));
    for (int c = 0; c < classes; ++c)
      shares_(j, c) = static_cast<float>(total > 0 ? static_cast<double>(table(j, c)) / total : 1.0 / classes);
  }
  input_ = Input(labelled);
  input_.scale = clusterer_->input().scale;
  input_.shift = clusterer_->input().shift;
}

void ClusterClassifier::scores(const Samples& x, Tensor& s) {
  check(!shares_.empty(), name(), ": fit it first");
  const std::vector<int> clusters = clusterer_->assign(x);
  s.resize({x.size(), shares_.dim(1)});
  for (int n = 0; n < x.size(); ++n) {
    const std::span<const float> row = shares_.row(clusters[static_cast<size_t>(n)]);
    std::copy(row.begin(), row.end(), s.row(n).begin());
  }
}

void ClusterClassifier::save(Record& record) const {
  check(!shares_.empty(), name(), ": fit it first");
  clusterer_->save(record);
  input_.save(record);
  record.set("cluster.shares", shares_);
}

std::unique_ptr<ClusterClassifier> ClusterClassifier::load(const Record& record) {
  auto model = std::make_unique<ClusterClassifier>(clusterer_from(record));
  model->input_ = Input::load(record);
  const int classes = model->input_.classes();
  expect_stored(classes >= 1, "thimble.class_names", "names of classes", "none");
  model->shares_ = restored(record, "cluster.shares", {model->clusterer_->size(), classes});
  for (const float share : model->shares_.values())
    expect_stored(share >= 0 && share <= 1, "cluster.shares", "shares from 0 to 1", text(share));
  return model;
}

bool is_clusterer(const std::string& kind) {
  return kind == "kmeans" || kind == "mini_batch_kmeans" || kind == "wta" || kind == "som";
}

std::unique_ptr<Clusterer> clusterer_from(const Record& record) {
  const std::string& kind = record.text("thimble.kind");
  if (kind == "kmeans") return std::make_unique<KMeans>(KMeans::load(record));
  if (kind == "mini_batch_kmeans") return std::make_unique<MiniBatchKMeans>(MiniBatchKMeans::load(record));
  if (kind == "wta") return std::make_unique<WinnerTakeAll>(WinnerTakeAll::load(record));
  if (kind == "som") return std::make_unique<Kohonen>(Kohonen::load(record));
  fail(Error::data,
       "expected a clustering of kind kmeans, mini_batch_kmeans, wta or som, found \"" + kind.substr(0, 60) + '"');
}

}  // namespace thimble
