#include "app/histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace thimble {

int Histogram::total() const { return std::accumulate(counts.begin(), counts.end(), 0); }

Histogram histogram(std::span<const float> values, int bars) {
  Histogram h;
  h.counts.assign(static_cast<size_t>(bars), 0);
  double sum = 0, squares = 0;
  for (const float v : values) {
    h.reach = std::max(h.reach, std::abs(v));
    sum += static_cast<double>(v);
  }
  const auto n = static_cast<double>(values.size());
  h.mean = values.empty() ? 0 : sum / n;
  const float width = 2 * h.reach / static_cast<float>(bars);
  for (const float v : values) {
    const int bar = h.reach > 0 ? static_cast<int>((v + h.reach) / width) : bars / 2;
    ++h.counts[static_cast<size_t>(std::clamp(bar, 0, bars - 1))];
    squares += (static_cast<double>(v) - h.mean) * (static_cast<double>(v) - h.mean);
  }
  h.deviation = values.empty() ? 0 : std::sqrt(squares / n);
  return h;
}

std::vector<Spread> spreads(const Sequential& net, int bars) {
  std::vector<Spread> all;
  for (const Parameter* p : net.parameters())
    if (p->trainable && p->value.shape().rank() > 1)
      all.push_back({p->name, histogram(p->value.values(), bars), histogram(p->grad.values(), bars)});
  return all;
}

}  // namespace thimble
