#include "classic/fld.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "classic/moments.h"
#include "core/error.h"
#include "learn/restored.h"

namespace thimble {

namespace {

constexpr double kNothing = 1e-10;  // of the largest ratio: less is rounding

size_t index(int i) { return static_cast<size_t>(i); }

// H: the columns sqrt(n_k) (m_k - m), in units of the stored values. S_B = H H^T, tutorial 07 (7.10).
MatrixD between(const std::vector<Moments>& classes, const std::vector<double>& mean) {
  MatrixD h(static_cast<int>(mean.size()), static_cast<int>(classes.size()));
  for (int k = 0; k < h.cols; ++k) {
    if (classes[index(k)].count == 0) continue;
    const std::vector<double> of_class = classes[index(k)].mean();
    for (int p = 0; p < h.rows; ++p)
      h(p, k) = std::sqrt(classes[index(k)].count) * (of_class[index(p)] - mean[index(p)]);
  }
  return h;
}

}  // namespace

Fld::Fld(FldOptions options) : options_(options) {
  check(options.components >= 0, "fld: expected 1 component or more, got ", options.components);
  check(options.ridge >= 0 && std::isfinite(options.ridge), "fld: expected a ridge of 0 or more, got ", options.ridge);
}

void Fld::fit(const Dataset& train) {
  expect_labelled("fld", train);
  const std::vector<int> counts = train.class_counts();
  const int width = train.x.sample().size();
  const int present =
      static_cast<int>(counts.size() - index(static_cast<int>(std::count(counts.begin(), counts.end(), 0))));
  const int most = std::min(present - 1, width);
  check(options_.components <= most, "fld: expected 1 to ", most, " components, got ", options_.components);
  input_ = Input(train.x);

  const std::vector<double> origin = origin_for(train.x);
  const Moments all = moments(train.x, origin, true);
  const std::vector<Moments> classes = class_moments(train, origin, false);
  const std::vector<double> mean = all.mean();
  MatrixD h = between(classes, mean);
  const double scale = static_cast<double>(input_.scale), n = all.count;

  MatrixD within = all.scatter();  // S_W = S_T - S_B
  for (int p = 0; p < width; ++p) {
    for (int q = 0; q < width; ++q)
      for (int k = 0; k < h.cols; ++k) within(p, q) -= h(p, k) * h(q, k);
    within(p, p) += options_.ridge * n / (scale * scale);
  }
  const Factor factor = factorise(std::move(within));
  if (factor.dependent >= 0)
    fail(Error::data, text("fld: the scatter within the classes is singular (value ", factor.dependent,
                           " of a sample depends on those before it): add a ridge"));
  solve_lower(factor.l, h);  // H <- L^-1 H
  MatrixD small(h.cols, h.cols);
  for (int j = 0; j < h.cols; ++j)
    for (int k = 0; k < h.cols; ++k)
      for (int p = 0; p < width; ++p) small(j, k) += h(p, j) * h(p, k);
  const Eigen eigen = symmetric_eigen(small);

  int spanned = 0;
  while (spanned < most && eigen.values[index(spanned)] > kNothing * std::max(eigen.values[0], kNothing)) ++spanned;
  const int kept = options_.components > 0 ? options_.components : std::max(spanned, 1);
  if (kept > spanned)
    fail(Error::data, text("fld: the class means span only ", spanned, " directions, expected ", kept));
  ratios_.assign(eigen.values.begin(), eigen.values.begin() + kept);
  directions_ = MatrixD(width, kept);
  for (int p = 0; p < width; ++p)
    for (int j = 0; j < kept; ++j) {
      double sum = 0;
      for (int k = 0; k < h.cols; ++k) sum += h(p, k) * eigen.vectors(k, j);
      directions_(p, j) = std::sqrt(n / eigen.values[index(j)]) / scale * sum;
    }
  solve_lower_transposed(factor.l, directions_);  // W = L^-T ...

  map_.centre = Tensor({width});
  map_.matrix = Tensor({width, kept});
  map_.offset = Tensor({kept});
  for (int j = 0; j < kept; ++j) {
    int largest = 0;
    for (int p = 1; p < width; ++p)
      if (std::abs(directions_(p, j)) > std::abs(directions_(largest, j))) largest = p;
    const double sign = directions_(largest, j) < 0 ? -1 : 1;
    for (int p = 0; p < width; ++p) {
      directions_(p, j) *= sign;
      map_.matrix(p, j) = static_cast<float>(directions_(p, j));
    }
  }
  for (int p = 0; p < width; ++p)
    map_.centre(p) = static_cast<float>(scale * mean[index(p)] + static_cast<double>(input_.shift));
}

void Fld::apply(const Samples& x, Tensor& y) const {
  input_.expect("fld", x);
  map_.apply(input_, x, y);  // Y = (X - m) W
}

void Fld::save(Record& record) const {
  check(outputs() > 0, "fld: fit it first");
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  input_.save(record);
  record.set_number("fld.ridge", options_.ridge);
  map_.save("fld.", record);
  Tensor ratios({outputs()});
  for (int j = 0; j < outputs(); ++j) ratios(j) = static_cast<float>(ratios_[index(j)]);
  record.set("fld.ratios", ratios);
}

Fld Fld::load(const Record& record) {
  expect_kind(record, "fld");
  Fld fld;
  fld.input_ = Input::load(record);
  const int width = fld.input_.width();
  fld.map_ = Affine::load("fld.", record, width);
  fld.options_.components = fld.outputs();
  fld.options_.ridge = finite_number(record, "fld.ridge");
  expect_stored(fld.options_.ridge >= 0, "fld.ridge", "a number of 0 or more", record.text("fld.ridge"));
  const Tensor& ratios = restored(record, "fld.ratios", {fld.outputs()});
  fld.ratios_.assign(ratios.values().begin(), ratios.values().end());
  fld.directions_ = MatrixD(width, fld.outputs());
  std::copy(fld.map_.matrix.values().begin(), fld.map_.matrix.values().end(), fld.directions_.values.begin());
  return fld;
}

}  // namespace thimble
