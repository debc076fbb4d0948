#include "classic/passes.h"

#include <algorithm>
#include <numeric>

#include "core/rng.h"

namespace thimble {

namespace {
constexpr int kFirst = 1000;  // epochs of Purpose::cluster below this are for starting centres
}

Passes::Passes(int n, int passes, int batch, bool shuffled, uint64_t seed)
    : n_(n), passes_(passes), batch_(batch), shuffled_(shuffled), seed_(seed) {
  order();
}

void Passes::order() {
  if (shuffled_) {
    rows_ = Rng(seed_, Purpose::cluster, kFirst + pass_).permutation(n_);
  } else {
    rows_.resize(static_cast<size_t>(n_));
    std::iota(rows_.begin(), rows_.end(), 0);
  }
}

std::span<const int> Passes::take() {
  if (done()) return {};
  const int count = std::min(batch_, n_ - at_);
  taken_.assign(rows_.begin() + at_, rows_.begin() + at_ + count);
  at_ += count;
  if (at_ == n_) {
    at_ = 0;
    if (++pass_ < passes_) order();
  }
  return taken_;
}

}  // namespace thimble
