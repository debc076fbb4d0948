#include "classic/mini_batch_kmeans.h"

#include <algorithm>

#include "classic/centre_search.h"
#include "classic/starting_centres.h"
#include "core/error.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {
size_t index(int i) { return static_cast<size_t>(i); }
}  // namespace

MiniBatchKMeans::MiniBatchKMeans(MiniBatchKMeansOptions options) : options_(options) {
  check(options.k >= 1, "mini_batch_kmeans: expected 1 centre or more, got ", options.k);
  check(options.batch >= 1, "mini_batch_kmeans: expected batches of 1 sample or more, got ", options.batch);
  check(options.passes >= 1, "mini_batch_kmeans: expected 1 pass or more, got ", options.passes);
  check(options.candidates >= 0, "mini_batch_kmeans: expected 0 candidates or more, got ", options.candidates);
}

void MiniBatchKMeans::start(const Samples& x) {
  expect_samples(x, options_.k);
  Rng rng(options_.seed, Purpose::cluster);
  const int some = static_cast<int>(std::min<int64_t>(x.size(), int64_t{3} * std::max(options_.batch, options_.k)));
  const Samples sample = x.subset(random_rows(x, some, rng));
  centroids_ = centres_at(sample, plus_plus_rows(sample, options_.k, options_.candidates, rng));
  begin(x);
}

void MiniBatchKMeans::start_from(const Samples& x, const Tensor& centres) {
  expect_samples(x, centres.shape().rank() == 2 ? centres.dim(0) : 0);
  expect_centres(centres);
  centroids_ = centres;
  begin(x);
}

void MiniBatchKMeans::begin(const Samples& x) {
  x_ = &x;
  passes_ = Passes(x.size(), options_.passes, options_.batch, true, options_.seed);
  counts_.assign(index(size()), 0);
  wins_.assign(index(size()), 0);
}

bool MiniBatchKMeans::step() {
  if (x_ == nullptr) return false;
  const Samples batch = x_->subset(passes_.take());
  const int width = input_.width();
  std::vector<int> labels(index(batch.size()));
  CentreSearch(batch).nearest(centroids_, labels);  // a(n) = argmin_j |x_n - c_j|^2

  std::vector<int> won(index(size()));
  Tensor sums({size(), width}), x({width});
  for (int n = 0; n < batch.size(); ++n) {
    const int j = labels[index(n)];
    batch.copy(n, x.values());
    kernels::active().add(width, x.data(), sums.row(j).data());
    ++won[index(j)];
  }
  for (int j = 0; j < size(); ++j) {
    const int m = won[index(j)];
    if (m == 0) continue;
    wins_[index(j)] += m;
    counts_[index(j)] += m;  // n_j += m_j
    const float rate = static_cast<float>(1.0 / static_cast<double>(counts_[index(j)]));
    float* c = centroids_.row(j).data();
    kernels::active().scale_shift(width, 1 - rate * static_cast<float>(m), 0, c, c);
    kernels::active().axpy(width, rate, sums.row(j).data(), c);  // c_j += (sum x - m_j c_j) / n_j
  }
  if (passes_.at_end_of_pass() && !passes_.done()) move_dead(batch, labels);
  if (passes_.done()) x_ = nullptr;
  return !passes_.done();
}

void MiniBatchKMeans::move_dead(const Samples& batch, const std::vector<int>& labels) {
  const int width = input_.width();
  std::vector<float> distance;
  for (int j = 0; j < size(); ++j) {
    if (wins_[index(j)] > 0) continue;
    if (distance.empty()) {
      Tensor x({width});
      for (int n = 0; n < batch.size(); ++n) {
        batch.copy(n, x.values());
        distance.push_back(
            kernels::active().squared_distance(width, x.data(), centroids_.row(labels[index(n)]).data()));
      }
    }
    const auto farthest = std::max_element(distance.begin(), distance.end());
    batch.copy(static_cast<int>(farthest - distance.begin()), centroids_.row(j));
    counts_[index(j)] = 0;
    *farthest = 0;
  }
  std::fill(wins_.begin(), wins_.end(), 0);
}

MiniBatchKMeans MiniBatchKMeans::load(const Record& record) {
  MiniBatchKMeans kmeans;
  kmeans.restore(record);
  kmeans.options_.k = kmeans.size();
  return kmeans;
}

}  // namespace thimble
