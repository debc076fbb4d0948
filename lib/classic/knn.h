// k nearest neighbours: a sample is what most of the k training samples nearest to it are.
//
//   P(w_j | x) = k_j / k                                  uniform, tutorial 08 (8.3): k_j neighbours are of class j
//   P(w_j | x) = sum_(i in j) 1/d_i / sum_i 1/d_i         distance, tutorial 08 (8.4): near ones count more; those at
//                                                         distance 0, if there are any, alone and alike
// Neighbours of equal distance: the larger index in the training set counts as nearer. Equal posteriors: predict()
// takes the smaller class. Its error is at most twice the least possible, for ever more samples (Cover & Hart 1967,
// tutorial 08 (8.8)).
// Duda, Hart & Stork 2001, sections 4.4 and 4.5.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "classic/neighbours.h"
#include "learn/classifier.h"
#include "learn/input.h"

namespace thimble {

struct Device;
class NearestOnDevice;

enum class Weights { uniform, distance };

class Knn : public Classifier {
 public:
  // usage error for k < 1. Where it can (classic/nearest_on_device.h), the search is done on the device, if one is named: the
  // neighbours are the same. It must outlive this.
  explicit Knn(int k, Metric metric = Metric::l2, Weights weights = Weights::uniform, const Device* device = nullptr);

  std::string name() const override { return "knn"; }
  void fit(const Dataset& train) override;  // keeps the samples (pictures are shared); usage error if fewer than k
  void scores(const Samples& x, Tensor& s) override;
  Neighbours neighbours(const Samples& x) const;  // whom scores() asks
  Input input() const override { return input_; }

  const Dataset& train() const { return train_; }
  int k() const { return k_; }

  // Keys: knn.k, knn.metric, knn.weights; the tensors knn.samples (pictures as U8) and knn.labels; learn/input.h's.
  void save(Record& record) const override;
  static Knn load(const Record& record);

 private:
  int k_;
  Metric metric_;
  Weights weights_;
  Dataset train_;
  Input input_;
  const Device* device_ = nullptr;
  std::shared_ptr<const NearestOnDevice> on_device_;  // the training samples there; null: nothing is
};

}  // namespace thimble
