#include "app/snapshots.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace thimble {

void Snapshots::take(const Sequential& net, double epoch, int64_t steps, const TestResult& tested) {
  Snapshot taken{epoch, steps, {}, tested};
  taken.weights.reserve(static_cast<size_t>(net.parameter_count()));
  for (const Parameter* p : net.parameters())
    taken.weights.insert(taken.weights.end(), p->value.values().begin(), p->value.values().end());
  const size_t floats = std::max<size_t>(1, taken.weights.size());
  all_.push_back(std::move(taken));
  if (all_.size() <= std::clamp<size_t>(kMostFloats / floats, 2, kMost)) return;
  size_t least = 1;
  const auto gap = [this](size_t i) { return all_[i + 1].epoch - all_[i - 1].epoch; };
  for (size_t i = 1; i + 1 < all_.size(); ++i)
    if (gap(i) < gap(least)) least = i;
  all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(least));
}

void restore(const Snapshot& snapshot, Sequential& net) {
  check(static_cast<int64_t>(snapshot.weights.size()) == net.parameter_count(), "snapshot: expected a network of ",
        snapshot.weights.size(), " weights, got one of ", net.parameter_count());
  auto from = snapshot.weights.begin();
  for (Parameter* p : net.parameters()) {
    std::copy_n(from, p->value.size(), p->value.data());
    from += p->value.size();
  }
}

}  // namespace thimble
