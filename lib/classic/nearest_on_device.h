// The Euclidean neighbours of many pictures on a device: the same indices and distances as nearest(), bit for bit, since all
// is integer. The training pictures are sent once.
#pragma once

#include "classic/neighbours.h"
#include "core/device_bytes.h"

namespace thimble {

class NearestOnDevice {
 public:
  // Pictures, l2, and at most kMostByteNeighbours neighbours: else nearest() is the one to ask.
  static bool can(const Samples& train, int k, Metric metric);

  NearestOnDevice(const Device& device, const Samples& train);
  Neighbours nearest(const Samples& queries, int k) const;  // pictures of the training pictures' shape

 private:
  DeviceBytes train_;
};

}  // namespace thimble
