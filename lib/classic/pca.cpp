#include "classic/pca.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "classic/moments.h"
#include "core/error.h"
#include "core/ops.h"
#include "learn/restored.h"

namespace thimble {

namespace {

constexpr double kNothing = 1e-12;  // of the largest variance: less is rounding

size_t index(int i) { return static_cast<size_t>(i); }

}  // namespace

Pca::Pca(PcaOptions options) : options_(options) {
  check(options.components >= 0, "pca: expected 1 component or more, got ", options.components);
  check(options.variance > 0 && options.variance <= 1,
        "pca: expected a share of the variance above 0 and up to 1, got ", options.variance);
}

void Pca::expect(const Samples& x) {
  const int width = x.sample().size();
  check(options_.components <= width, "pca: expected 1 to ", width, " components, got ", options_.components);
  if (x.size() < 2) fail(Error::data, text("pca: expected two samples or more, got ", x.size()));
  expect_finite("pca", x);
  input_ = Input(x);
}

void Pca::fit(const Dataset& train) {
  expect(train.x);
  const Moments m = moments(train.x, origin_for(train.x), true, options_.device);
  decompose(m, symmetric_eigen(covariance(m)));
}

MatrixD Pca::covariance(const Moments& m) const {
  MatrixD c = m.scatter();
  const double scale = static_cast<double>(input_.scale);
  for (double& value : c.values) value *= scale * scale / (m.count - 1);
  return c;
}

void Pca::decompose(const Moments& m, Eigen eigen) {
  const double scale = static_cast<double>(input_.scale), shift = static_cast<double>(input_.shift);
  const int width = input_.width();
  mean_ = m.mean();
  for (double& value : mean_) value = scale * value + shift;

  variances_ = std::move(eigen.values);
  for (double& lambda : variances_) lambda = std::max(lambda, 0.0);
  if (!(variances_[0] > 0)) fail(Error::data, "pca: all samples are equal: there is no variance to explain");

  const int kept = options_.components > 0 ? options_.components : components_for(options_.variance);
  if (options_.whiten && variances_[index(kept - 1)] <= kNothing * variances_[0])
    fail(Error::data, text("pca: component ", kept, " has no variance to whiten: keep fewer components"));
  components_ = MatrixD(width, kept);
  for (int p = 0; p < width; ++p) std::copy_n(&eigen.vectors(p, 0), kept, &components_(p, 0));
  finish();
}

void Pca::finish() {
  const int width = components_.rows, kept = components_.cols;
  map_.centre = Tensor({width});
  map_.matrix = Tensor({width, kept});
  map_.offset = Tensor({kept});
  std::vector<double> lengths(index(kept), 1);  // that a component has in the samples' units
  for (int j = 0; j < kept && options_.whiten; ++j) lengths[index(j)] = std::sqrt(variances_[index(j)]);
  const double* length = lengths.data();
  for (int p = 0; p < width; ++p) {
    map_.centre(p) = static_cast<float>(mean_[index(p)]);
    const double* v = &components_(p, 0);
    float* to = &map_.matrix(p, 0);
    for (int j = 0; j < kept; ++j) to[j] = static_cast<float>(v[j] / length[j]);
  }
}

void Pca::apply(const Samples& x, Tensor& y) const {
  input_.expect("pca", x);
  map_.apply(input_, x, y);  // Y = (X - m) V     tutorial 07 (7.4)
}

void Pca::inverse(const Tensor& y, Tensor& x) const {
  check(outputs() > 0, "pca: fit it first");
  check(y.shape().rank() == 2 && y.dim(1) == outputs(), "pca: expected samples of shape (", outputs(), "), got ",
        y.shape().without_batch());
  Tensor back({outputs(), input_.width()});  // V^T, stretched where apply() has whitened
  for (int j = 0; j < outputs(); ++j)
    for (int p = 0; p < input_.width(); ++p) {
      const double length = options_.whiten ? std::sqrt(variances_[index(j)]) : 1;
      back(j, p) = static_cast<float>(components_(p, j) * length);
    }
  x.resize({y.dim(0), input_.width()});
  matmul_bias(y, back, map_.centre, false, x);  // X = Y V^T + m     tutorial 07 (7.5)
}

std::vector<double> Pca::shares() const {
  std::vector<double> shares = variances_;
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= total;
  return shares;
}

int Pca::components_for(double share) const {
  check(!variances_.empty(), "pca: fit it first");
  if (share >= 1) return static_cast<int>(variances_.size());
  const double total = std::accumulate(variances_.begin(), variances_.end(), 0.0);
  double held = 0;
  int count = 0;
  while (count < static_cast<int>(variances_.size()) && held < share * total) held += variances_[index(count++)];
  return std::max(count, 1);
}

void Pca::save(Record& record) const {
  check(outputs() > 0, "pca: fit it first");
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  input_.save(record);
  record.set("pca.whiten", options_.whiten ? "1" : "0");
  record.set("pca.components", text(options_.components));
  record.set_number("pca.variance", options_.variance);
  map_.save("pca.", record);
  Tensor variances({static_cast<int>(variances_.size())});
  std::copy(variances_.begin(), variances_.end(), variances.values().begin());
  record.set("pca.variances", variances);
}

Pca Pca::load(const Record& record) {
  expect_kind(record, "pca");
  Pca pca;
  pca.input_ = Input::load(record);
  pca.options_.whiten = whole_number(record, "pca.whiten", 0, 1) == 1;
  const int width = pca.input_.width();
  pca.map_ = Affine::load("pca.", record, width);
  const int kept = pca.outputs();
  pca.options_.components = static_cast<int>(whole_number(record, "pca.components", 0, width));
  pca.options_.variance = finite_number(record, "pca.variance");
  expect_stored(pca.options_.variance > 0 && pca.options_.variance <= 1, "pca.variance", "a share above 0 and up to 1",
                record.text("pca.variance"));
  expect_stored(kept <= width, "pca.matrix", text("at most ", width, " columns"), text(kept));
  const Tensor& variances = restored(record, "pca.variances", {width});
  pca.variances_.assign(variances.values().begin(), variances.values().end());
  for (int j = 0; j < width; ++j)
    expect_stored(pca.variances_[index(j)] >= 0 && (j >= kept || !pca.options_.whiten || pca.variances_[index(j)] > 0),
                  "pca.variances", "positive numbers", text(pca.variances_[index(j)]));
  pca.mean_.assign(pca.map_.centre.values().begin(), pca.map_.centre.values().end());
  pca.components_ = MatrixD(width, kept);
  for (int p = 0; p < width; ++p)
    for (int j = 0; j < kept; ++j) {
      const double length = pca.options_.whiten ? std::sqrt(pca.variances_[index(j)]) : 1;
      pca.components_(p, j) = static_cast<double>(pca.map_.matrix(p, j)) * length;
    }
  return pca;
}

}  // namespace thimble
