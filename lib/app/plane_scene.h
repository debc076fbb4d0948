// Principal components of training pictures (classic/pca.h) as a page shows them: the pictures as points in a plane of two
// of them, the visitor's picture among them, and what is left of it when only some components are kept. Found in
// pieces, by work().
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "classic/affine.h"
#include "classic/pca_steps.h"
#include "learn/dataset.h"

namespace thimble {

class PlaneScene {
 public:
  // The first kSamples pictures are taken, and what comes later makes no difference. The test pictures, of which kTests
  // are taken, may come later, or never.
  void set_data(const std::shared_ptr<const Dataset>& train, const std::shared_ptr<const Dataset>& test);
  void set_picture(std::span<const uint8_t> picture);  // a black one has no place

  bool work();  // a piece; false: nothing to do
  bool busy() const;
  double progress() const;  // about, from 0 to 1
  bool ready() const { return pca_ != nullptr && projected_ == samples_.size(); }

  // All below once ready().
  const Pca& pca() const { return *pca_; }
  const Dataset& points() const { return points_; }  // the coordinates on the first kAxes components, with labels
  const Dataset& tests() const { return tests_; }    // the same of the test pictures, as far as they are there
  const std::vector<float>& place() const { return place_; }  // of the visitor's picture, all coordinates; or none

  std::vector<uint8_t> restored(std::span<const float> coordinates) const;  // m + V y, of the first y.size() components
  std::vector<uint8_t> reconstruction(int components) const;                // of the visitor's picture
  std::vector<uint8_t> eigen_garment(int j) const;                          // grey: 0, light: more, dark: less
  double share(int components) const;                                       // of the variance, in the first of them

  static constexpr int kSamples = 6000, kTests = 2000, kAxes = 64;

 private:
  void make_axes();
  void find_place();
  int project(const Dataset& from, int first, Dataset& to) const;

  Dataset samples_, test_samples_, points_, tests_;
  std::unique_ptr<PcaSteps> steps_;
  std::unique_ptr<Pca> pca_;
  Affine axes_;  // to the first kAxes components
  int projected_ = 0, tested_ = 0;
  std::vector<uint8_t> picture_;
  std::vector<float> place_;
};

}  // namespace thimble
