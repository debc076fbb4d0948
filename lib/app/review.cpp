#include "app/review.h"

#include <algorithm>
#include <cstdlib>

namespace thimble {

void Review::look_at(const TrainScene& scene, int i) {
  run_ = scene.run();
  steps_ = i >= 0 && i < scene.snapshots().size() ? scene.snapshots()[i].steps : -1;
}

void Review::step(const TrainScene& scene, int by) { look_at(scene, std::max(0, position(scene) + by)); }

int Review::position(const TrainScene& scene) const {
  const Snapshots& all = scene.snapshots();
  if (steps_ < 0 || run_ != scene.run() || all.size() == 0) return all.size();
  int nearest = 0;  // it may have been thinned out itself
  for (int i = 1; i < all.size(); ++i)
    if (std::abs(all[i].steps - steps_) < std::abs(all[nearest].steps - steps_)) nearest = i;
  return nearest;
}

const Snapshot* Review::snapshot(const TrainScene& scene) const {
  const int i = position(scene);
  return i < scene.snapshots().size() ? &scene.snapshots()[i] : nullptr;
}

const TestResult& Review::tested(const TrainScene& scene) const {
  const Snapshot* past = snapshot(scene);
  return past != nullptr ? past->tested : scene.tested();
}

NetClassifier* Review::network(TrainScene& scene) {
  const Snapshot* past = snapshot(scene);
  if (past == nullptr) return scene.network();
  if (past_ == nullptr || past_run_ != scene.run()) {
    Record record;
    scene.network()->save(record);
    past_ = std::make_unique<NetClassifier>(NetClassifier::load(record));
    past_run_ = scene.run();
    past_steps_ = -1;
  }
  if (past_steps_ != past->steps) restore(*past, past_->net);
  past_steps_ = past->steps;
  return past_.get();
}

std::vector<float> probabilities_of(NetClassifier* network, std::span<const uint8_t> picture) {
  if (network == nullptr) return {};
  Tensor p;
  Samples x(network->sample, {picture.begin(), picture.end()});
  x.scale = network->scale;
  x.shift = network->shift;
  network->scores(x, p);
  return {p.data(), p.data() + p.size()};
}

}  // namespace thimble
