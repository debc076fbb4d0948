// How many pictures have been shown both ways round.
#pragma once

#include <string>

#include "data/augment.h"

// [turns]
// The share of 1,000 pictures, two pixels each, of which both pixels have stood on the left.
inline double both_ways(const std::string& change, int epochs) {
  using namespace thimble;
  int count = 0;
  for (int sample = 0; sample < 1000; ++sample) {
    bool shown[2] = {};
    for (int epoch = 0; epoch < epochs; ++epoch) {
      float x[2] = {0, 1};
      augment(parse_augment(change), Key(1, Purpose::augment, epoch), sample, {1, 1, 2}, x);
      shown[x[0] == 1] = true;
    }
    count += shown[0] && shown[1];
  }
  return count / 1e3;
}
// [end]
