// A small learner for the tests of what is done with learners: the class whose mean is nearest, of features of one value.
#pragma once

#include <atomic>
#include <cmath>
#include <memory>
#include <vector>

#include "learn/classifier.h"

namespace thimble {

class ClassMeans : public Classifier {
 public:
  // Counts every fit; `subtracts`: whether without() can. `offset` is added to class 0's mean, to make it worse.
  explicit ClassMeans(std::atomic<int>* fits = nullptr, bool subtracts = false, double offset = 0)
      : fits_(fits), subtracts_(subtracts), offset_(offset) {}
  std::string name() const override { return "class means"; }
  void fit(const Dataset& train) override {
    if (fits_ != nullptr) ++*fits_;
    sums_.assign(static_cast<size_t>(train.classes()), 0);
    counts_ = sums_;
    add(train, 1);
  }
  void scores(const Samples& x, Tensor& s) override {
    s.resize({x.size(), static_cast<int>(sums_.size())});
    s.fill(0);
    for (int n = 0; n < x.size(); ++n) {
      size_t best = 0;
      for (size_t k = 1; k < sums_.size(); ++k)
        if (distance(x, n, k) < distance(x, n, best)) best = k;
      s(n, static_cast<int>(best)) = 1;
    }
  }
  Input input() const override { return Input(); }
  void save(Record& record) const override { record.set("thimble.kind", name()); }
  bool keeps_sums() const override { return subtracts_; }
  std::unique_ptr<Classifier> without(const Dataset& fold) const override {
    if (!subtracts_) return nullptr;
    auto rest = std::make_unique<ClassMeans>(*this);
    rest->add(fold, -1);
    return rest;
  }

 private:
  void add(const Dataset& data, double sign) {
    for (int n = 0; n < data.size(); ++n) {
      const size_t k = static_cast<size_t>(data.labels[static_cast<size_t>(n)]);
      sums_[k] += sign * static_cast<double>(data.x.features()(n, 0));
      counts_[k] += sign;
    }
  }
  double distance(const Samples& x, int n, size_t k) const {
    const double mean = sums_[k] / counts_[k] + (k == 0 ? offset_ : 0);
    return std::abs(static_cast<double>(x.features()(n, 0)) - mean);
  }

  std::atomic<int>* fits_;
  bool subtracts_;
  double offset_;
  std::vector<double> sums_, counts_;
};

}  // namespace thimble
