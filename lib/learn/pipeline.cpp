#include "learn/pipeline.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/threads.h"
#include "learn/restored.h"

namespace thimble {

namespace {

constexpr int kMostParts = 16;
constexpr int64_t kMuch = 1 << 24;  // transformed values: rather in parts, of
constexpr int kPart = 4096;         // samples

std::string prefix(int part) { return text(part, '.'); }

}  // namespace

Pipeline::Pipeline(std::vector<std::unique_ptr<Transform>> transforms, std::unique_ptr<Classifier> last)
    : transforms_(std::move(transforms)), last_(std::move(last)) {
  check(last_ != nullptr, "pipeline: expected a classifier at its end, got none");
  check(this->transforms() < kMostParts, "pipeline: expected at most ", kMostParts - 1, " transforms, got ",
        transforms_.size());
}

void Pipeline::fit(const Dataset& train) {
  if (transforms_.empty()) return last_->fit(train);
  Dataset data;
  for (size_t i = 0; i < transforms_.size(); ++i) {
    const Dataset& in = i == 0 ? train : data;
    transforms_[i]->fit(in);
    if (i + 1 == transforms_.size() && fit_last_in_parts(in)) return;
    data = transformed(*transforms_[i], in);
  }
  last_->fit(data);
}

bool Pipeline::fit_last_in_parts(const Dataset& in) {
  const Transform& transform = *transforms_.back();
  if (int64_t{in.size()} * transform.outputs() < kMuch) return false;
  expect_labelled(last_->name().c_str(), in);
  return last_->fit_in_parts(chunks(in.size(), kPart), [&](int i) {
    std::vector<int> rows(static_cast<size_t>(std::min(kPart, in.size() - i * kPart)));
    std::iota(rows.begin(), rows.end(), i * kPart);
    return transformed(transform, in.subset(rows));
  });
}

void Pipeline::scores(const Samples& x, Tensor& s) {
  if (transforms_.empty()) return last_->scores(x, s);
  Samples samples;
  for (size_t i = 0; i < transforms_.size(); ++i) samples = transformed(*transforms_[i], i == 0 ? x : samples);
  last_->scores(samples, s);
}

Input Pipeline::input() const {
  Input input = last_->input();
  if (transforms_.empty()) return input;
  const std::vector<std::string> names = input.class_names;
  input = transforms_[0]->input();
  input.class_names = names;
  return input;
}

void Pipeline::save(Record& record) const {
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  record.set("pipeline.parts", text(transforms() + 1));
  for (int i = 0; i < transforms(); ++i) {
    Record part;
    transform(i).save(part);
    record.set_all(prefix(i), part);
  }
  Record last;
  last_->save(last);
  record.set_all(prefix(transforms()), last);
}

std::unique_ptr<Pipeline> Pipeline::load(const Record& record,
                                         const std::function<std::unique_ptr<Transform>(const Record&)>& load_transform,
                                         const std::function<std::unique_ptr<Classifier>(const Record&)>& load_last) {
  expect_kind(record, "pipeline");
  const int last = static_cast<int>(whole_number(record, "pipeline.parts", 1, kMostParts)) - 1;
  int part = 0;
  try {
    std::vector<std::unique_ptr<Transform>> transforms;
    for (; part < last; ++part) transforms.push_back(load_transform(record.below(prefix(part))));
    return std::make_unique<Pipeline>(std::move(transforms), load_last(record.below(prefix(last))));
  } catch (const Error& e) {
    fail(Error::data, text("part ", part, " of the pipeline: ", e.what()));
  }
}

}  // namespace thimble
