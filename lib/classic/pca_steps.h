// Principal components in pieces (pca.h), for whoever must not be kept waiting: blocks of samples are added to the
// covariance, then its eigenvectors are found step by step. Of pictures all sums are exact integers, so the result is
// the same to the last bit as Pca::fit's.
#pragma once

#include <memory>
#include <vector>

#include "classic/moments.h"
#include "classic/pca.h"
#include "core/eigen_steps.h"

namespace thimble {

class PcaSteps {
 public:
  // Errors as Pca::fit. The samples must outlive the steps.
  PcaSteps(const Samples& x, PcaOptions options = {});

  bool step();              // kBlock samples, or a piece of the eigenproblem; false: done
  double progress() const;  // about, from 0 to 1
  Pca take();               // once step() has said false

  static constexpr int kBlock = 256;  // samples

 private:
  const Samples* x_;
  Pca pca_;
  Moments sums_;
  int next_ = 0;
  std::unique_ptr<EigenSteps> eigen_;
  std::unique_ptr<Eigen> found_;
  bool done_ = false;
};

}  // namespace thimble
