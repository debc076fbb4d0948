#include "classic/pca_steps.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/error.h"

namespace thimble {

PcaSteps::PcaSteps(const Samples& x, PcaOptions options) : x_(&x), pca_(options) {
  pca_.expect(x);
  const int none[] = {0};
  sums_ = moments(x, std::span(none).first(0), origin_for(x), true);
}

bool PcaSteps::step() {
  if (next_ < x_->size()) {
    std::vector<int> rows(static_cast<size_t>(std::min(kBlock, x_->size() - next_)));
    std::iota(rows.begin(), rows.end(), next_);
    sums_.add(moments(*x_, rows, sums_.origin, true));
    next_ += static_cast<int>(rows.size());
  } else if (eigen_ == nullptr) {
    eigen_ = std::make_unique<EigenSteps>(pca_.covariance(sums_));
  } else if (eigen_->progress() < 1) {
    eigen_->step();
  } else if (!done_) {
    pca_.decompose(sums_, eigen_->result());
    done_ = true;
  }
  return !done_;
}

double PcaSteps::progress() const {
  const double sums = static_cast<double>(next_) / x_->size();
  return 0.5 * sums + (eigen_ == nullptr ? 0 : 0.49 * eigen_->progress()) + (done_ ? 0.01 : 0);
}

Pca PcaSteps::take() {
  check(done_, "pca: there are steps left");
  return std::move(pca_);
}

}  // namespace thimble
