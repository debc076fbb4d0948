#include "app/roof.h"

#include <algorithm>

#include "kernels/kernels.h"

namespace thimble {
namespace {

constexpr double kPause = 1000, kShortest = 0.2;  // milliseconds; a shorter probe is no measurement

}  // namespace

double training_gflops(const Sequential& net, double images_per_second) {
  return 6e-9 * static_cast<double>(net.macs()) * images_per_second;
}

void Roof::probe(const std::function<double()>& now) {
  const double begin = now();
  if (last_ >= 0 && begin - last_ < kPause) return;
  last_ = begin;
  float mean = 0;
  const auto flop = static_cast<double>(kernels::active().fma_peak(kRounds, &mean));
  const double took = now() - begin;
  if (took >= kShortest) peak_ = std::max(peak_, 1e-6 * flop / took);
}

}  // namespace thimble
