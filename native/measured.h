// A training that is over, measured on all its data.
#pragma once

#include <vector>

#include "native/train_result.h"
#include "native/training.h"
#include "nn/net_classifier.h"

namespace thimble {

// `loop`: how many pictures in how many seconds, for the speed. `predicted`: what the network says of each test picture.
TrainResult measured(NetClassifier& model, const TrainingSet& data, const Recipe& recipe, const History& history,
                     const LoopResult& loop, std::vector<int>& predicted);

}  // namespace thimble
