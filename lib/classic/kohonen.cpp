#include "classic/kohonen.h"

#include <algorithm>
#include <cstdlib>

#include "classic/starting_centres.h"
#include "core/error.h"
#include "core/functions.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/restored.h"

namespace thimble {

namespace {

size_t index(int i) { return static_cast<size_t>(i); }

// a (b / a)^s     tutorial 09 (9.12)
double between(double a, double b, double s) { return a * exp_exact(s * log_exact(b / a)); }

// factors[i] = exp(-(i - winner)^2 / (2 sigma^2))     tutorial 09 (9.11)
void fill_gaussian(int winner, double sigma, std::vector<double>& factors) {
  for (int i = 0; i < static_cast<int>(factors.size()); ++i) {
    const double r = (i - winner) / sigma;
    factors[index(i)] = exp_exact(std::max(-r * r / 2, -700.0));
  }
}

struct Two {
  int first = 0, second = 0;
};

Two two_nearest(const Tensor& units, const float* x) {
  Two two;
  float best = 0, next = 0;
  for (int i = 0; i < units.dim(0); ++i) {
    const float distance = kernels::active().squared_distance(units.dim(1), x, units.row(i).data());
    if (i == 0 || distance < best) {
      two = {i, two.first};
      next = best;
      best = distance;
    } else if (i == 1 || distance < next) {
      two.second = i;
      next = distance;
    }
  }
  return two;
}

}  // namespace

Kohonen::Kohonen(KohonenOptions options) : options_(options) {
  check(options.rows >= 1 && options.columns >= 1 && int64_t{options.rows} * options.columns <= 1 << 20,
        "som: expected a grid of 1 to 1048576 units, got ", options.rows, " x ", options.columns);
  check(options.rate > 0 && options.rate <= 1 && options.last_rate > 0 && options.last_rate <= 1,
        "som: expected rates above 0 and up to 1, got ", options.rate, " and ", options.last_rate);
  if (options_.radius == 0)
    options_.radius = std::max(std::max(options.rows, options.columns) / 2.0, options.last_radius);
  check(options_.radius > 0 && options.last_radius > 0, "som: expected radii above 0, got ", options_.radius, " and ",
        options.last_radius);
  check(options.passes >= 1, "som: expected 1 pass or more, got ", options.passes);
  check(options.batch >= 1, "som: expected steps of 1 sample or more, got ", options.batch);
}

void Kohonen::start(const Samples& x) {
  const int units = options_.rows * options_.columns;
  expect_samples(x, units);
  Rng rng(options_.seed, Purpose::cluster);
  centroids_ = centres_at(x, random_rows(x, units, rng));
  begin(x);
}

void Kohonen::start_from(const Samples& x, const Tensor& units) {
  check(units.shape().rank() == 2 && units.dim(0) == options_.rows * options_.columns, "som: expected ",
        options_.rows * options_.columns, " units, got ", units.shape());
  expect_samples(x, 1);
  expect_centres(units);
  centroids_ = units;
  begin(x);
}

void Kohonen::begin(const Samples& x) {
  x_ = &x;
  passes_ = Passes(x.size(), options_.passes, options_.batch, options_.shuffled, options_.seed);
  sample_ = Tensor({input_.width()});
  along_rows_.resize(index(options_.rows));
  along_columns_.resize(index(options_.columns));
  t_ = 0;
}

double Kohonen::rate() const { return between(options_.rate, options_.last_rate, progress()); }
double Kohonen::radius() const { return between(options_.radius, options_.last_radius, progress()); }

bool Kohonen::step() {
  if (x_ == nullptr) return false;
  for (const int row : passes_.take()) learn(row);
  if (passes_.done()) x_ = nullptr;
  return !passes_.done();
}

void Kohonen::learn(int row) {
  x_->copy(row, sample_.values());
  const int j = two_nearest(centroids_, sample_.data()).first;  // j = argmin_i |x - w_i|
  const double eps = rate(), sigma = radius();
  fill_gaussian(j / options_.columns, sigma, along_rows_);
  fill_gaussian(j % options_.columns, sigma, along_columns_);
  for (int i = 0; i < size(); ++i) {
    const double h = along_rows_[index(i / options_.columns)] * along_columns_[index(i % options_.columns)];
    const float step = static_cast<float>(eps * h);
    if (1 - step == 1) continue;  // less than a float can hold
    float* w = centroids_.row(i).data();
    kernels::active().scale_shift(input_.width(), 1 - step, 0, w, w);
    kernels::active().axpy(input_.width(), step, sample_.data(), w);  // w_i += eps h (x - w_i)   (9.10)
  }
  ++t_;
}

double Kohonen::topographic_error(const Samples& x) const {
  input_.expect("som", x);
  if (size() == 1 || x.size() == 0) return 0;
  Samples memory;
  const Samples& scaled = input_.scaled(x, memory);
  std::vector<int> folded(index(x.size()));
  parallel_for(x.size(), 256, [&](int begin, int end) {
    Tensor sample({input_.width()});
    for (int n = begin; n < end; ++n) {
      scaled.copy(n, sample.values());
      const Two two = two_nearest(centroids_, sample.data());
      folded[index(n)] = std::abs(two.first / options_.columns - two.second / options_.columns) > 1 ||
                         std::abs(two.first % options_.columns - two.second % options_.columns) > 1;
    }
  });
  return static_cast<double>(std::count(folded.begin(), folded.end(), 1)) / x.size();
}

void Kohonen::save(Record& record) const {
  Clusterer::save(record);
  record.set_number("som.rows", options_.rows);
  record.set_number("som.columns", options_.columns);
}

Kohonen Kohonen::load(const Record& record) {
  KohonenOptions options;
  options.rows = static_cast<int>(whole_number(record, "som.rows", 1, 1 << 20));
  options.columns = static_cast<int>(whole_number(record, "som.columns", 1, (1 << 20) / options.rows));
  Kohonen som(options);
  som.restore(record);
  expect_stored(som.size() == options.rows * options.columns, "centroids",
                text(options.rows * options.columns, " units, rows times columns"), text(som.size()));
  return som;
}

Grid grid_of(int units) {
  check(units >= 1, "som: expected 1 unit or more, got ", units);
  int rows = 1;
  for (int r = 1; r * r <= units; ++r)
    if (units % r == 0) rows = r;
  return {rows, units / rows};
}

}  // namespace thimble
