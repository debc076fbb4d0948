// The network that is looked at: as it is now, or as it was at a snapshot.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "app/snapshots.h"
#include "app/train_scene.h"

namespace thimble {

class Review {
 public:
  // Snapshot i of the scene; one that does not exist: the network as it is now.
  void look_at(const TrainScene& scene, int i);
  void step(const TrainScene& scene, int by);   // to an earlier (-1) or later (1) moment
  int position(const TrainScene& scene) const;  // which snapshot; their number: now

  const Snapshot* snapshot(const TrainScene& scene) const;  // null: now
  const TestResult& tested(const TrainScene& scene) const;
  NetClassifier* network(TrainScene& scene);  // null: there is none yet

 private:
  int64_t steps_ = -1;  // of the snapshot: when others are thinned out, it stands elsewhere
  unsigned run_ = 0;    // of the scene that it belongs to
  std::unique_ptr<NetClassifier> past_;
  int64_t past_steps_ = -1;
  unsigned past_run_ = 0;
};

// Of one picture of 28 x 28; empty without a network.
std::vector<float> probabilities_of(NetClassifier* network, std::span<const uint8_t> picture);

}  // namespace thimble
