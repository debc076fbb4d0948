#include "nn/weight_average.h"

#include <algorithm>
#include <utility>

#include "core/ops.h"
#include "learn/restored.h"

namespace thimble {

namespace {

// What is not trained and has not moved is its own average, to the bit: the sum of two parts of it would round. A device is
// not asked: every step would wait for the answer.
bool resting(const Parameter& p, const Tensor& average) {
  if (p.trainable || p.value.device() != nullptr) return false;
  const std::span<const float> now = p.value.values(), before = average.values();
  return std::equal(now.begin(), now.end(), before.begin(), before.end());
}

}  // namespace

void WeightAverage::add(std::span<Parameter* const> parameters, float d) {
  const bool first = average_.empty();
  if (first)
    for (const Parameter* p : parameters) average_.push_back(p->value);  // a <- w
  const auto t = static_cast<float>(steps_++);
  if (first) return;
  const float d_t = std::min(d, (1 + t) / (10 + t));
  for (size_t i = 0; i < average_.size(); ++i)
    if (!resting(*parameters[i], average_[i]))
      move_towards(1 - d_t, parameters[i]->value, average_[i]);  // a <- a + (1 - d_t) (w - a)
}

void WeightAverage::swap(std::span<Parameter* const> parameters) {
  for (size_t i = 0; i < average_.size(); ++i) std::swap(average_[i], parameters[i]->value);
}

void WeightAverage::save(std::span<Parameter* const> parameters, bool shown, Record& record) const {
  record.set_number("ema.steps", static_cast<double>(steps_));
  for (size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& p = *parameters[i];
    record.set(p.name, shown ? average_[i] : p.value);
    if (!average_.empty()) record.set("ema." + p.name, shown ? p.value : average_[i]);
  }
}

WeightAverage WeightAverage::load(std::span<Parameter* const> parameters, const Record& record) {
  WeightAverage a;
  a.steps_ = whole_number(record, "ema.steps", 0, int64_t{1} << 53);
  if (a.steps_ > 0)
    for (const Parameter* p : parameters)
      a.average_.push_back(restored(record, "ema." + p->name, p->value.shape()).to(p->value.device()));
  return a;
}

}  // namespace thimble
