// Centres that find groups among training pictures without being told their classes (classic/clusterer.h), a step at a
// time: what a page shows while they move. Whoever shows it calls work() as long as it says that there is more to do.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "classic/clusterer.h"
#include "learn/dataset.h"

namespace thimble {

class CentreSearch;

enum class ClusterMethod { kmeans, wta, som };

struct ClusterSetup {
  ClusterMethod method = ClusterMethod::kmeans;
  int k = 10;          // centres; of a map the nearest grid of so many units
  double rate = 0.05;  // of winner-take-all, and of a map at its beginning
  uint64_t seed = 1;
};

// Over all pictures: J = sum |x - c|^2 / N, and the share of pictures whose class is the most frequent in their cluster.
struct ClusterPoint {
  int step;
  double inertia, accuracy;
};

class ClusterScene {
 public:
  ClusterScene();
  ~ClusterScene();
  void set_data(const std::shared_ptr<const Dataset>& train);  // the first kSamples; what comes later changes nothing
  const ClusterSetup& setup() const { return setup_; }
  void set(const ClusterSetup& setup);  // other centres; usage error for numbers out of range; then the old stay

  void start();
  void pause() { running_ = single_ = false; }
  void step();   // one, then pause
  void reset();  // to the first centres; another seed's
  bool running() const { return running_ || single_; }
  bool finished() const { return finished_; }  // no step is left

  bool work();  // the first centres, a step, or what it has come to; false: nothing to do
  bool busy() const { return data_.size() > 0 && (clusterer_ == nullptr || !measured_ || running()); }

  bool ready() const { return !curve_.empty(); }
  int size() const { return clusterer_ ? clusterer_->size() : 0; }
  std::vector<uint8_t> centre(int j) const;                    // as a picture
  int members(int j) const { return counts_[index(j)]; }       // pictures in its cluster
  int majority(int j) const { return majorities_[index(j)]; }  // their most frequent class; -1: none
  int nearest(std::span<const uint8_t> picture) const;         // the centre that is nearest to it
  int steps() const { return curve_.empty() ? 0 : curve_.back().step; }
  const std::vector<ClusterPoint>& curve() const { return curve_; }  // from the first centres on; thinned when long

  static constexpr int kSamples = 6000, kMostCentres = 20;
  static constexpr int kStart = 1000;  // of them, among which the first centres are chosen
  static constexpr size_t kMostPoints = 400;

 private:
  static size_t index(int i) { return static_cast<size_t>(i); }
  void begin();
  double assign(std::vector<int>& labels);
  void measure();

  Dataset data_;
  ClusterSetup setup_;
  std::unique_ptr<CentreSearch> search_;
  std::unique_ptr<Clusterer> clusterer_;
  bool running_ = false, single_ = false, finished_ = false, measured_ = true;
  int taken_ = 0;  // steps
  std::vector<int> counts_, majorities_;
  std::vector<ClusterPoint> curve_;
};

const char* method_name(ClusterMethod method);                // "kmeans", "wta", "som"
ClusterMethod cluster_method_named(const std::string& name);  // usage error for others

}  // namespace thimble
