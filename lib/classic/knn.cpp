#include "classic/knn.h"

#include <algorithm>

#include "classic/nearest_on_device.h"
#include "core/error.h"
#include "learn/restored.h"

namespace thimble {
namespace {

// How much a neighbour at this distance counts, where the nearest of all is at `nearest`.
double vote(Weights weights, double distance, double nearest) {
  if (weights == Weights::uniform) return 1;
  if (nearest == 0) return distance == 0 ? 1 : 0;
  return nearest / distance;  // 1 / d, in units that cannot overflow
}

}  // namespace

Knn::Knn(int k, Metric metric, Weights weights, const Device* device)
    : k_(k), metric_(metric), weights_(weights), device_(device) {
  check(k >= 1, "knn: expected k of at least 1, got ", k);
}

void Knn::fit(const Dataset& train) {
  expect_labelled(name().c_str(), train);
  check(k_ <= train.size(), "knn: expected k from 1 to ", train.size(), ", the number of training samples, got ", k_);
  train_ = train;
  input_ = Input(train);
  on_device_.reset();
  if (device_ != nullptr && NearestOnDevice::can(train.x, k_, metric_))
    on_device_ = std::make_shared<const NearestOnDevice>(*device_, train.x);
}

Neighbours Knn::neighbours(const Samples& x) const {
  input_.expect("knn", x);
  return on_device_ != nullptr ? on_device_->nearest(x, k_) : nearest(train_.x, x, k_, metric_);
}

void Knn::scores(const Samples& x, Tensor& s) {
  const Neighbours found = neighbours(x);
  s.resize({x.size(), input_.classes()});
  s.fill(0);
  for (int q = 0; q < x.size(); ++q) {
    const size_t first = static_cast<size_t>(q) * static_cast<size_t>(k_);
    std::vector<double> votes(static_cast<size_t>(input_.classes()));
    double all = 0;
    for (size_t i = first; i < first + static_cast<size_t>(k_); ++i) {
      const double v = vote(weights_, found.distance[i], found.distance[first]);
      votes[static_cast<size_t>(train_.labels[static_cast<size_t>(found.index[i])])] += v;
      all += v;
    }
    for (int j = 0; j < input_.classes(); ++j)
      s(q, j) = static_cast<float>(votes[static_cast<size_t>(j)] / all);  // k_j / k
  }
}

void Knn::save(Record& record) const {
  check(train_.size() > 0, "knn: fit it first");
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  record.set_number("knn.k", k_);
  record.set("knn.metric", metric_name(metric_));
  record.set("knn.weights", weights_ == Weights::uniform ? "uniform" : "distance");
  input_.save(record);
  const int n = train_.size();
  Tensor labels({n});
  for (int i = 0; i < n; ++i) labels(i) = static_cast<float>(train_.labels[static_cast<size_t>(i)]);
  if (train_.x.is_bytes()) {
    record.set_bytes("knn.samples", Shape{n, input_.width()}, train_.x.shared_bytes());
  } else {
    record.set("knn.samples", train_.x.features());
  }
  record.set("knn.labels", std::move(labels));
}

Knn Knn::load(const Record& record) {
  expect_kind(record, "knn");
  const Input input = Input::load(record);
  const std::string& weights = record.text("knn.weights");
  const std::optional<Metric> metric = metric_named(record.text("knn.metric"));
  expect_stored(metric.has_value(), "knn.metric", "linf, or l and a number from 1 to 100",
                '"' + record.text("knn.metric") + '"');
  expect_stored(weights == "uniform" || weights == "distance", "knn.weights", "uniform or distance",
                '"' + weights + '"');
  const Shape& stored = record.shape("knn.samples");
  const Record::Bytes bytes = record.bytes("knn.samples");
  expect_stored(stored.rank() >= 1 && stored[0] >= 1 && stored.size() == int64_t{stored[0]} * input.width(),
                "knn.samples", text("rows of ", input.width(), " values"), "shape " + stored.text());
  const int n = stored[0];
  Knn knn(static_cast<int>(whole_number(record, "knn.k", 1, n)), *metric,
          weights == "uniform" ? Weights::uniform : Weights::distance);
  knn.input_ = input;
  knn.train_.class_names = input.class_names;
  for (const float label : restored(record, "knn.labels", {n}).values()) {
    expect_stored(label >= 0 && label < static_cast<float>(input.classes()) &&
                      label == static_cast<float>(static_cast<int>(label)),
                  "knn.labels", text("classes from 0 to ", input.classes() - 1), text(label));
    knn.train_.labels.push_back(static_cast<int>(label));
  }
  knn.train_.x = bytes != nullptr ? Samples(input.sample, bytes) : Samples(restored(record, "knn.samples", stored));
  expect_stored(knn.train_.x.sample() == input.sample, "knn.samples", "samples of shape " + input.sample.text(),
                knn.train_.x.sample().text());
  knn.train_.x.scale = input.scale;
  knn.train_.x.shift = input.shift;
  return knn;
}

}  // namespace thimble
