// A clustering as a classifier: each cluster speaks for the classes of the training samples in it.
//   s(x)_k = n(j, k) / n(j)      j = the cluster of x, n(j, k) training samples of class k in it, n(j) = sum_k n(j, k)
// So it calls each cluster's most frequent class (ties to the smaller), and its accuracy on the training set is the
// clustering's majority accuracy, tutorial 09 (9.13). In a cluster without training samples all classes are equally
// probable.
#pragma once

#include <memory>
#include <string>

#include "classic/clusterer.h"
#include "learn/classifier.h"

namespace thimble {

class ClusterClassifier : public Classifier {
 public:
  explicit ClusterClassifier(std::unique_ptr<Clusterer> clusterer);
  std::string name() const override { return clusterer_->name(); }
  void fit(const Dataset& train) override;      // the clustering, then name()
  void name_clusters(const Dataset& labelled);  // of a clustering that is fitted: counts n(j, k)
  void scores(const Samples& x, Tensor& s) override;
  Input input() const override { return input_; }
  void save(Record& record) const override;  // what the clusterer saves, the classes' names and "cluster.shares"
  static std::unique_ptr<ClusterClassifier> load(const Record& record);

  Clusterer& clusterer() { return *clusterer_; }
  const Tensor& shares() const { return shares_; }  // (k, classes): n(j, k) / n(j)

 private:
  std::unique_ptr<Clusterer> clusterer_;
  Input input_;
  Tensor shares_;
};

// The switch over all methods: kmeans, mini_batch_kmeans, wta, som. data error for another kind.
std::unique_ptr<Clusterer> clusterer_from(const Record& record);
bool is_clusterer(const std::string& kind);

}  // namespace thimble
