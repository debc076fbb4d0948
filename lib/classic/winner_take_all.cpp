#include "classic/winner_take_all.h"

#include <algorithm>

#include "classic/starting_centres.h"
#include "core/error.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {
size_t index(int i) { return static_cast<size_t>(i); }
}  // namespace

WinnerTakeAll::WinnerTakeAll(WinnerTakeAllOptions options) : options_(options) {
  check(options.k >= 1, "wta: expected 1 unit or more, got ", options.k);
  check(options.rate > 0 && options.rate <= 1, "wta: expected a rate above 0 and up to 1, got ", options.rate);
  check(options.passes >= 1, "wta: expected 1 pass or more, got ", options.passes);
  check(options.batch >= 1, "wta: expected steps of 1 sample or more, got ", options.batch);
}

void WinnerTakeAll::start(const Samples& x) {
  expect_samples(x, options_.k);
  Rng rng(options_.seed, Purpose::cluster);
  centroids_ = centres_at(x, plus_plus_rows(x, options_.k, 1, rng));
  begin(x);
}

void WinnerTakeAll::start_from(const Samples& x, const Tensor& units) {
  expect_samples(x, units.shape().rank() == 2 ? units.dim(0) : 0);
  expect_centres(units);
  centroids_ = units;
  begin(x);
}

void WinnerTakeAll::begin(const Samples& x) {
  x_ = &x;
  passes_ = Passes(x.size(), options_.passes, options_.batch, options_.shuffled, options_.seed);
  sample_ = Tensor({input_.width()});
  t_ = 0;
  wins_.assign(index(size()), 0);
  distance_.assign(index(x.size()), 0);
  revived_ = 0;
}

double WinnerTakeAll::rate() const {
  return options_.rate * (1 - static_cast<double>(t_) / static_cast<double>(std::max<int64_t>(passes_.total(), 1)));
}

bool WinnerTakeAll::step() {
  if (x_ == nullptr) return false;
  for (const int row : passes_.take()) learn(row);
  if (passes_.at_end_of_pass() && !passes_.done()) revive();
  if (passes_.done()) x_ = nullptr;
  return !passes_.done();
}

void WinnerTakeAll::learn(int row) {
  const kernels::Kernels& k = kernels::active();
  const int width = input_.width();
  x_->copy(row, sample_.values());
  int j = 0;
  float nearest = k.squared_distance(width, sample_.data(), centroids_.row(0).data());
  for (int i = 1; i < size(); ++i) {
    const float distance = k.squared_distance(width, sample_.data(), centroids_.row(i).data());
    if (distance < nearest) {
      nearest = distance;
      j = i;  // j = argmin_i |x - w_i|
    }
  }
  const float eps = static_cast<float>(rate());
  const std::span<const float> x = sample_.values();
  const std::span<float> w = centroids_.row(j);
  for (size_t p = 0; p < w.size(); ++p) w[p] += eps * (x[p] - w[p]);  // w_j += eps (x - w_j)     tutorial 09 (9.7)
  ++wins_[index(j)];
  distance_[index(row)] = nearest;
  ++t_;
}

int WinnerTakeAll::dead() const { return static_cast<int>(std::count(wins_.begin(), wins_.end(), 0)); }

void WinnerTakeAll::revive() {
  for (int i = 0; i < size(); ++i) {
    if (wins_[index(i)] > 0) continue;
    const auto farthest = std::max_element(distance_.begin(), distance_.end());
    x_->copy(static_cast<int>(farthest - distance_.begin()), centroids_.row(i));
    *farthest = 0;
    ++revived_;
  }
  std::fill(wins_.begin(), wins_.end(), 0);
}

WinnerTakeAll WinnerTakeAll::load(const Record& record) {
  WinnerTakeAll wta;
  wta.restore(record);
  wta.options_.k = wta.size();
  return wta;
}

}  // namespace thimble
