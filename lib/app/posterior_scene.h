// Gaussian classes (classic/mpp.h) on the first principal components of the pictures, and what they say of the visitor's.
#pragma once

#include <memory>
#include <vector>

#include "app/plane_scene.h"
#include "classic/mpp.h"

namespace thimble {

class PosteriorScene {
 public:
  explicit PosteriorScene(const PlaneScene& plane) : plane_(plane) {}

  void set_case(MppCase which);
  void set_components(int count);  // usage error outside 1 .. PlaneScene::kAxes
  MppCase which() const { return which_; }
  int components() const { return components_; }

  // Fits, then asks the test pictures, some at a time. False: nothing to do, or the plane is not ready.
  bool work();
  bool busy() const;
  bool ready() const { return mpp_ != nullptr; }

  // Once ready():
  std::vector<double> log_posteriors() const;       // ln P(k | x) of the visitor's picture; none without one
  std::vector<std::vector<uint8_t>> means() const;  // mu_k as pictures: m + V mu_k
  int tested() const { return tested_; }            // test pictures that were asked
  double accuracy() const { return tested_ == 0 ? 0 : static_cast<double>(correct_) / tested_; }

 private:
  void fit();
  void test_some();

  const PlaneScene& plane_;
  MppCase which_ = MppCase::shared;
  int components_ = 20;
  std::unique_ptr<Mpp> mpp_;
  bool stale_ = false;  // other options than mpp_'s
  int tested_ = 0, correct_ = 0;
};

}  // namespace thimble
