// What is trained on: a share of the pictures that have come, and the visitor's own among them.
#pragma once

#include <memory>

#include "app/arriving_data.h"
#include "app/own_pictures.h"

namespace thimble {

class ChosenPictures {
 public:
  // The first `share` of all training pictures (the data set is shuffled as it is), as many of them as have come, and
  // the own ones, own_repeats() times each. The same pointer until something of that is different; null: nothing yet.
  std::shared_ptr<const Dataset> get(const ArrivingData& data, double share, const OwnPictures& own);

  // Pictures of an epoch when all have come; 0 before it is known how many that will be.
  static int epoch(const ArrivingData& data, double share, const OwnPictures& own);

 private:
  std::shared_ptr<const Dataset> made_;
  int rows_ = 0;
  unsigned own_version_ = 0;
};

}  // namespace thimble
