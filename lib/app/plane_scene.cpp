#include "app/plane_scene.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/error.h"

namespace thimble {
namespace {

constexpr int kBlock = 256;  // pictures that are projected at a time

Dataset first_of(const Dataset& data, int count) {
  std::vector<int> rows(static_cast<size_t>(std::min(count, data.size())));
  std::iota(rows.begin(), rows.end(), 0);
  return data.subset(rows);
}

uint8_t grey(double value) { return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0))); }

}  // namespace

void PlaneScene::set_data(const std::shared_ptr<const Dataset>& train, const std::shared_ptr<const Dataset>& test) {
  if (samples_.size() == 0 && train != nullptr) {
    samples_ = first_of(*train, kSamples);
    steps_ = std::make_unique<PcaSteps>(samples_.x);
  }
  if (test_samples_.size() == 0 && test != nullptr) test_samples_ = first_of(*test, kTests);
}

void PlaneScene::set_picture(std::span<const uint8_t> picture) {
  if (std::equal(picture.begin(), picture.end(), picture_.begin(), picture_.end())) return;
  picture_.assign(picture.begin(), picture.end());
  if (pca_ != nullptr) find_place();
}

void PlaneScene::find_place() {
  place_.clear();
  if (std::all_of(picture_.begin(), picture_.end(), [](uint8_t p) { return p == 0; })) return;
  Tensor y;
  Samples x(samples_.x.sample(), picture_);
  x.scale = samples_.x.scale;
  x.shift = samples_.x.shift;
  pca_->apply(x, y);
  place_.assign(y.data(), y.data() + y.size());
}

bool PlaneScene::busy() const {
  return steps_ != nullptr || projected_ < samples_.size() || (pca_ != nullptr && tested_ < test_samples_.size());
}

bool PlaneScene::work() {
  if (!busy()) return false;
  if (steps_ != nullptr) {
    if (steps_->step()) return true;
    pca_ = std::make_unique<Pca>(steps_->take());
    steps_.reset();
  } else if (axes_.outputs() == 0) {
    make_axes();
    find_place();
  } else if (projected_ < samples_.size()) {
    projected_ = project(samples_, projected_, points_);
  } else {
    tested_ = project(test_samples_, tested_, tests_);
  }
  return true;
}

void PlaneScene::make_axes() {
  const int width = samples_.x.sample().size(), axes = std::min(kAxes, width);
  axes_ = {Tensor({width}), Tensor({width, axes}), Tensor({axes})};
  for (int p = 0; p < width; ++p) {
    axes_.centre(p) = static_cast<float>(pca_->mean()[static_cast<size_t>(p)]);
    for (int j = 0; j < axes; ++j) axes_.matrix(p, j) = static_cast<float>(pca_->components()(p, j));
  }
}

int PlaneScene::project(const Dataset& from, int first, Dataset& to) const {
  std::vector<int> rows(static_cast<size_t>(std::min(kBlock, from.size() - first)));
  std::iota(rows.begin(), rows.end(), first);
  Tensor y;
  axes_.apply(pca_->input(), from.x.subset(rows), y);
  Tensor all({first + y.dim(0), y.dim(1)});
  if (first > 0) std::copy_n(to.x.features().data(), to.x.features().size(), all.data());
  std::copy_n(y.data(), y.size(), all.row(first).data());
  to.x = Samples(std::move(all));
  to.class_names = from.class_names;
  to.labels.assign(from.labels.begin(), from.labels.begin() + to.x.size());
  return to.x.size();
}

double PlaneScene::progress() const {
  if (samples_.size() == 0) return 0;
  return steps_ != nullptr ? 0.95 * steps_->progress() : 0.95 + 0.05 * projected_ / samples_.size();
}

std::vector<uint8_t> PlaneScene::restored(std::span<const float> coordinates) const {
  check(pca_ != nullptr && static_cast<int>(coordinates.size()) <= pca_->outputs(), "plane: expected at most ",
        pca_ == nullptr ? 0 : pca_->outputs(), " coordinates, got ", coordinates.size());
  const double scale = static_cast<double>(pca_->input().scale), shift = static_cast<double>(pca_->input().shift);
  std::vector<uint8_t> picture(pca_->mean().size());
  for (size_t p = 0; p < picture.size(); ++p) {
    double value = pca_->mean()[p];
    for (size_t j = 0; j < coordinates.size(); ++j)
      value += pca_->components()(static_cast<int>(p), static_cast<int>(j)) * static_cast<double>(coordinates[j]);
    picture[p] = grey((value - shift) / scale);
  }
  return picture;
}

std::vector<uint8_t> PlaneScene::reconstruction(int components) const {
  check(components >= 1 && components <= static_cast<int>(place_.size()), "plane: expected 1 to ", place_.size(),
        " components, got ", components);
  return restored(std::span(place_).first(static_cast<size_t>(components)));
}

std::vector<uint8_t> PlaneScene::eigen_garment(int j) const {
  const MatrixD& v = pca_->components();
  double largest = 0;
  for (int p = 0; p < v.rows; ++p) largest = std::max(largest, std::abs(v(p, j)));
  std::vector<uint8_t> picture;
  for (int p = 0; p < v.rows; ++p) picture.push_back(grey(127.5 * (1 + v(p, j) / largest)));
  return picture;
}

double PlaneScene::share(int components) const {
  const std::vector<double>& lambda = pca_->variances();
  return std::accumulate(lambda.begin(), lambda.begin() + components, 0.0) /
         std::accumulate(lambda.begin(), lambda.end(), 0.0);
}

}  // namespace thimble
