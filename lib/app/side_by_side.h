// Two networks that learn side by side: the same pictures in the same order, under different settings.
#pragma once

#include "app/train_scene.h"

namespace thimble {

// Another scene on the same data with the same settings and the same seed: as long as batch, augmentation and share are
// left alone, both see the same mini-batches.
std::unique_ptr<TrainScene> companion(const TrainScene& scene);

// As TrainScene::advance() of the one that has seen fewer epochs, so that neither runs away; of the other where that one
// has nothing to do.
bool advance_both(TrainScene& one, TrainScene& other, double milliseconds, const TrainScene::Clock& now);

}  // namespace thimble
