#include "classic/kmeans.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "classic/starting_centres.h"
#include "core/error.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/restored.h"

namespace thimble {

namespace {

constexpr int kColumns = 200, kRows = 1024;  // of a piece

size_t index(int i) { return static_cast<size_t>(i); }

// sum += sign x over the columns [begin, end)
template <class Value>
void add_row(int begin, int end, double sign, const Value* x, double* sum) {
  for (int p = begin; p < end; ++p) sum[p] += sign * static_cast<double>(x[p]);
}

template <class Value>
double square(int n, const Value* x) {
  double sum = 0;
  for (int p = 0; p < n; ++p) sum += static_cast<double>(x[p]) * static_cast<double>(x[p]);
  return sum;
}

double sum_of_squares(const Samples& x) {
  const int width = x.sample().size();
  std::vector<double> of_piece(index(chunks(x.size(), kRows)));
  parallel_for(x.size(), kRows, [&](int begin, int end) {
    double& sum = of_piece[index(begin / kRows)];
    for (int n = begin; n < end; ++n)
      sum += x.is_bytes() ? kernels::active().dot_u8(width, x.bytes(n).data(), x.bytes(n).data())
                          : square(width, x.features().row(n).data());
  });
  return std::accumulate(of_piece.begin(), of_piece.end(), 0.0);
}

}  // namespace

KMeans::KMeans(KMeansOptions options) : options_(options) {
  check(options.k >= 1, "kmeans: expected 1 centre or more, got ", options.k);
  check(options.restarts >= 1, "kmeans: expected 1 run or more, got ", options.restarts);
  check(options.max_iterations >= 1, "kmeans: expected 1 iteration or more, got ", options.max_iterations);
  check(options.candidates >= 0, "kmeans: expected 0 candidates or more, got ", options.candidates);
}

void KMeans::prepare(const Samples& x) {
  x_ = &x;
  search_ = std::make_unique<CentreSearch>(x, options_.device);
  squares_ = sum_of_squares(x);
  run_ = 0;
}

void KMeans::start(const Samples& x) {
  expect_samples(x, options_.k);
  prepare(x);
  runs_ = options_.restarts;
  Rng rng(options_.seed, Purpose::cluster);
  begin_run(centres_at(x, plus_plus_rows(x, options_.k, options_.candidates, rng, search_.get())));
}

void KMeans::start_from(const Samples& x, const Tensor& centres) {
  expect_samples(x, centres.shape().rank() == 2 ? centres.dim(0) : 0);
  expect_centres(centres);
  prepare(x);
  runs_ = 1;
  begin_run(centres);
}

void KMeans::begin_run(Tensor centres) {
  centroids_ = std::move(centres);
  labels_.assign(index(x_->size()), -1);
  counts_.assign(index(size()), 0);
  sums_.assign(index(centroids_.size()), 0);
  inertia_ = std::numeric_limits<double>::infinity();
  iterations_ = 0;
  converged_ = false;
}

bool KMeans::step() {
  if (x_ == nullptr) return false;
  std::vector<int> next(labels_.size());
  search_->nearest(centroids_, next);  // a(n) = argmin_j |x_n - c_j|^2     tutorial 09 (9.2)
  refill_empty(next);
  ++iterations_;
  converged_ = next == labels_;
  if (!converged_) {
    move_sums(next);
    labels_ = std::move(next);
    update_centres();
  }
  return !(converged_ || iterations_ == options_.max_iterations) || end_run();
}

bool KMeans::end_run() {
  if (run_ == 0 || inertia_ < best_.inertia) best_ = {centroids_, labels_, inertia_, iterations_, converged_};
  if (++run_ < runs_) {
    Rng rng(options_.seed, Purpose::cluster, run_);
    begin_run(centres_at(*x_, plus_plus_rows(*x_, options_.k, options_.candidates, rng, search_.get())));
    return true;
  }
  centroids_ = std::move(best_.centroids);
  labels_ = std::move(best_.labels);
  inertia_ = best_.inertia;
  iterations_ = best_.iterations;
  converged_ = best_.converged;
  search_.reset();
  x_ = nullptr;
  return false;
}

void KMeans::refill_empty(std::vector<int>& labels) const {
  std::vector<int> counts(index(size()));
  for (const int j : labels) ++counts[index(j)];
  if (std::find(counts.begin(), counts.end(), 0) == counts.end()) return;

  std::vector<float> distance(labels.size());
  const int width = input_.width();
  parallel_for(x_->size(), kRows, [&](int begin, int end) {
    std::vector<float> x(index(width));
    for (int n = begin; n < end; ++n) {
      x_->copy(n, x);
      distance[index(n)] = kernels::active().squared_distance(width, x.data(), centroids_.row(labels[index(n)]).data());
    }
  });
  for (int j = 0; j < size(); ++j) {
    if (counts[index(j)] > 0) continue;
    int farthest = -1;
    for (int n = 0; n < x_->size(); ++n)
      if (counts[index(labels[index(n)])] > 1 && distance[index(n)] > (farthest < 0 ? 0 : distance[index(farthest)]))
        farthest = n;
    if (farthest < 0) return;
    --counts[index(labels[index(farthest)])];
    labels[index(farthest)] = j;
    counts[index(j)] = 1;
    distance[index(farthest)] = 0;
  }
}

// Sums of features are rounded: what is added and taken away would leave its traces. They are made anew.
void KMeans::move_sums(const std::vector<int>& next) {
  const bool exact = x_->is_bytes();
  if (!exact) {
    std::fill(sums_.begin(), sums_.end(), 0.0);
    std::fill(labels_.begin(), labels_.end(), -1);
    std::fill(counts_.begin(), counts_.end(), 0);
  }
  std::vector<int> changed;
  for (int n = 0; n < x_->size(); ++n) {
    if (labels_[index(n)] == next[index(n)]) continue;
    changed.push_back(n);
    ++counts_[index(next[index(n)])];
    if (labels_[index(n)] >= 0) --counts_[index(labels_[index(n)])];
  }
  const int width = input_.width();
  parallel_for(width, kColumns, [&](int begin, int end) {
    const auto move = [&](const auto* x, int n) {
      add_row(begin, end, 1, x, sums_.data() + index(next[index(n)]) * index(width));
      if (labels_[index(n)] >= 0) add_row(begin, end, -1, x, sums_.data() + index(labels_[index(n)]) * index(width));
    };
    for (const int n : changed) {
      if (exact) {
        move(x_->bytes(n).data(), n);
      } else {
        move(x_->features().row(n).data(), n);
      }
    }
  });
}

// tutorial 09 (9.3) and, for J, tutorial 09 (9.5)
void KMeans::update_centres() {
  const double scale = static_cast<double>(input_.scale), shift = static_cast<double>(input_.shift);
  double within = squares_;
  for (int j = 0; j < size(); ++j) {
    if (counts_[index(j)] == 0) continue;
    const double* sum = sums_.data() + index(j) * index(input_.width());
    for (int p = 0; p < input_.width(); ++p)
      centroids_(j, p) = static_cast<float>(scale * (sum[p] / counts_[index(j)]) + shift);  // c_j = (1 / n_j) sum x
    within -= square(input_.width(), sum) / counts_[index(j)];                              // J = ... - n_j |c_j|^2
  }
  inertia_ = scale * scale * std::max(within, 0.0);
}

void KMeans::save(Record& record) const {
  Clusterer::save(record);
  record.set_number("kmeans.inertia", inertia_);
  record.set_number("kmeans.iterations", iterations_);
}

KMeans KMeans::load(const Record& record) {
  KMeans kmeans;
  kmeans.restore(record);
  kmeans.options_.k = kmeans.size();
  kmeans.inertia_ = finite_number(record, "kmeans.inertia");
  kmeans.iterations_ = static_cast<int>(whole_number(record, "kmeans.iterations", 1, 1 << 30));
  return kmeans;
}

}  // namespace thimble
