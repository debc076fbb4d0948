// A transform that looks at the labels: it keeps the few features whose class means are farthest apart. For two classes.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "learn/transform.h"

class BestFeatures final : public thimble::Transform {
 public:
  explicit BestFeatures(int count) : count_(count) {}
  std::string name() const override { return "best features"; }
  int outputs() const override { return static_cast<int>(kept_.size()); }
  thimble::Input input() const override { return input_; }
  void save(thimble::Record& record) const override { record.set("thimble.kind", name()); }

  void fit(const thimble::Dataset& train) override {
    input_ = thimble::Input(train);
    std::vector<double> difference(static_cast<size_t>(input_.width()));
    const std::vector<int> counts = train.class_counts();
    for (int n = 0; n < train.size(); ++n) {
      const int k = train.labels[static_cast<size_t>(n)];
      const double share = (k == 0 ? 1.0 : -1.0) / counts[static_cast<size_t>(k)];
      for (size_t i = 0; i < difference.size(); ++i)
        difference[i] += share * static_cast<double>(train.x.features().row(n)[i]);
    }
    kept_.resize(difference.size());
    std::iota(kept_.begin(), kept_.end(), size_t{0});
    std::stable_sort(kept_.begin(), kept_.end(),
                     [&](size_t a, size_t b) { return std::abs(difference[a]) > std::abs(difference[b]); });
    kept_.resize(static_cast<size_t>(count_));
  }

  void apply(const thimble::Samples& x, thimble::Tensor& y) const override {
    y.resize({x.size(), outputs()});
    for (int n = 0; n < x.size(); ++n)
      for (size_t i = 0; i < kept_.size(); ++i) y.row(n)[i] = x.features().row(n)[kept_[i]];
  }

 private:
  int count_;
  std::vector<size_t> kept_;
  thimble::Input input_;
};
