#include "app/side_by_side.h"

namespace thimble {

std::unique_ptr<TrainScene> companion(const TrainScene& scene) {
  auto other = std::make_unique<TrainScene>(scene.shared_data());
  for (const auto& [key, value] : scene.setup().settings()) other->set(key, value);
  other->own = scene.own;
  return other;
}

bool advance_both(TrainScene& one, TrainScene& other, double milliseconds, const TrainScene::Clock& now) {
  TrainScene& behind = other.epoch() < one.epoch() ? other : one;
  TrainScene& ahead = &behind == &one ? other : one;
  return behind.advance(milliseconds, now) || ahead.advance(milliseconds, now);
}

}  // namespace thimble
