#include "app/posterior_scene.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"

namespace thimble {
namespace {

constexpr int kBlock = 256;      // test pictures at a time
constexpr double kRidge = 1e-3;  // a component that hardly varies must not make a covariance singular

// The first `count` columns of some rows.
Samples columns(const Samples& x, int first, int rows, int count) {
  Tensor some({rows, count});
  for (int i = 0; i < rows; ++i) std::copy_n(x.features().row(first + i).data(), count, some.row(i).data());
  return Samples(std::move(some));
}

}  // namespace

void PosteriorScene::set_case(MppCase which) {
  stale_ = stale_ || which != which_;
  which_ = which;
}

void PosteriorScene::set_components(int count) {
  check(count >= 1 && count <= PlaneScene::kAxes, "mpp: expected 1 to ", PlaneScene::kAxes, " components, got ", count);
  stale_ = stale_ || count != components_;
  components_ = count;
}

bool PosteriorScene::busy() const {
  return plane_.ready() && (mpp_ == nullptr || stale_ || tested_ < plane_.tests().size());
}

bool PosteriorScene::work() {
  if (!busy()) return false;
  mpp_ == nullptr || stale_ ? fit() : test_some();
  return true;
}

void PosteriorScene::fit() {
  const Dataset& points = plane_.points();
  Dataset train{columns(points.x, 0, points.size(), components_), points.labels, points.class_names};
  mpp_ = std::make_unique<Mpp>(MppOptions{.which = which_, .ridge = kRidge});
  mpp_->fit(train);
  stale_ = false;
  tested_ = correct_ = 0;
}

void PosteriorScene::test_some() {
  const Dataset& tests = plane_.tests();
  const int count = std::min(kBlock, tests.size() - tested_);
  Tensor s;
  mpp_->scores(columns(tests.x, tested_, count, components_), s);
  const std::vector<int> said = argmax_rows(s);
  for (int i = 0; i < count; ++i)
    correct_ += said[static_cast<size_t>(i)] == tests.labels[static_cast<size_t>(tested_ + i)] ? 1 : 0;
  tested_ += count;
}

std::vector<double> PosteriorScene::log_posteriors() const {
  if (plane_.place().empty() || !ready()) return {};
  const int count = mpp_->input().width();
  Tensor x({1, count}), s;
  std::copy_n(plane_.place().data(), count, x.data());
  mpp_->log_posteriors(Samples(std::move(x)), s);
  return {s.data(), s.data() + s.size()};
}

std::vector<std::vector<uint8_t>> PosteriorScene::means() const {
  std::vector<std::vector<uint8_t>> pictures;
  for (int k = 0; k < mpp_->means().dim(0); ++k) pictures.push_back(plane_.restored(mpp_->means().row(k)));
  return pictures;
}

}  // namespace thimble
