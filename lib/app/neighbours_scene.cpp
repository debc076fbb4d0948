#include "app/neighbours_scene.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/error.h"

namespace thimble {

void NeighboursScene::set_data(std::shared_ptr<const Dataset> data) {
  if (data == data_) return;
  data_ = std::move(data);
  wanted_ = !picture_.empty();
}

void NeighboursScene::set_picture(std::span<const uint8_t> picture) {
  if (std::equal(picture.begin(), picture.end(), picture_.begin(), picture_.end())) return;
  if (std::all_of(picture.begin(), picture.end(), [](uint8_t p) { return p == 0; })) {
    picture_.clear();
    found_.clear();
    wanted_ = false;
    next_ = 0;
    return;
  }
  picture_.assign(picture.begin(), picture.end());
  wanted_ = true;
}

void NeighboursScene::set_k(int k) {
  check(k >= 1 && k <= kMost, "neighbours: expected k from 1 to ", kMost, ", got ", k);
  k_ = k;
}

void NeighboursScene::set_metric(Metric metric) {
  if (metric == metric_) return;
  metric_ = metric;
  next_ = 0;  // what was found so far is of another metric
  wanted_ = !picture_.empty();
}

bool NeighboursScene::work() {
  if (!busy()) return false;
  if (next_ == 0) {
    searched_ = data_;
    asked_ = picture_;
    coming_.clear();
    wanted_ = false;
  }
  const int end = std::min(next_ + kBlock, searched_->size());
  std::vector<int> rows(static_cast<size_t>(end - next_));
  std::iota(rows.begin(), rows.end(), next_);
  const Samples block = searched_->x.subset(rows), query(block.sample(), asked_);
  const Neighbours near = nearest(block, query, std::min(kMost, block.size()), metric_);
  for (size_t i = 0; i < near.index.size(); ++i) {
    const int index = next_ + near.index[i];
    coming_.push_back({index, searched_->labels[static_cast<size_t>(index)], near.distance[i]});
  }
  std::sort(coming_.begin(), coming_.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.index > b.index;  // as Neighbours has them
  });
  coming_.resize(std::min(coming_.size(), static_cast<size_t>(kMost)));
  next_ = end;
  if (next_ == searched_->size()) {
    found_ = std::exchange(coming_, {});
    next_ = 0;
  }
  return true;
}

std::vector<float> NeighboursScene::votes() const {
  if (found_.empty()) return {};
  std::vector<float> votes(data_->class_names.size());
  const size_t count = std::min(found_.size(), static_cast<size_t>(k_));
  for (size_t i = 0; i < count; ++i) votes[static_cast<size_t>(found_[i].label)] += 1 / static_cast<float>(count);
  return votes;
}

}  // namespace thimble
