#include "classic/nearest_on_device.h"

#include <cassert>
#include <cmath>

#include "core/device.h"
#include "core/error.h"

namespace thimble {

bool NearestOnDevice::can(const Samples& train, int k, Metric metric) {
  return train.is_bytes() && train.sample().size() <= kMostByteWidth && metric == Metric::l2 &&
         k <= kMostByteNeighbours;
}

NearestOnDevice::NearestOnDevice(const Device& device, const Samples& train)
    : train_(device, *train.shared_bytes(), train.sample().size()) {
  if (device.nearest_bytes == nullptr) fail_without("neighbours", device);
}

Neighbours NearestOnDevice::nearest(const Samples& queries, int k) const {
  assert(k >= 1 && k <= train_.rows && (queries.size() == 0 || queries.sample().size() == train_.width));
  const size_t answers = static_cast<size_t>(queries.size()) * static_cast<size_t>(k);
  Neighbours found{k, std::vector<int>(answers), std::vector<double>(answers)};
  if (answers == 0) return found;
  std::vector<uint32_t> squares(answers);
  const DeviceBytes sent(*train_.device, *queries.shared_bytes(), train_.width);
  train_.device->nearest_bytes(train_, sent, k, found.index, squares);
  for (size_t i = 0; i < answers; ++i) found.distance[i] = std::sqrt(static_cast<double>(squares[i]));
  return found;
}

}  // namespace thimble
