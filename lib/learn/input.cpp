#include "learn/input.h"

#include <cmath>

#include "core/error.h"
#include "core/ops.h"
#include "learn/number.h"
#include "learn/restored.h"

namespace thimble {

namespace {

constexpr int kLargest = 1 << 24;  // values in a sample

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (size_t i = 0; i < lines.size(); ++i) all += (i == 0 ? "" : "\n") + lines[i];
  return all;
}

std::vector<std::string> split(const std::string& all, char at) {
  std::vector<std::string> parts{""};
  for (const char c : all) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

Shape parse_sample(const std::string& extents) {
  std::vector<int> e;
  for (const std::string& word : split(extents, ' '))
    e.push_back(static_cast<int>(parse_integer(word, 1, kLargest).value_or(0)));
  int64_t size = 1;
  for (const int extent : e) size = size <= kLargest ? size * extent : 0;
  expect_stored(e.size() >= 1 && e.size() <= 3 && size >= 1 && size <= kLargest, "thimble.sample",
                "one to three extents from 1, together at most 16777216 values", '"' + extents + '"');
  if (e.size() == 1) return {e[0]};
  return e.size() == 2 ? Shape{e[0], e[1]} : Shape{e[0], e[1], e[2]};
}

}  // namespace

Input::Input(const Samples& like) : sample(like.sample()), scale(like.scale), shift(like.shift) {}
Input::Input(const Dataset& like) : Input(like.x) { class_names = like.class_names; }

void Input::expect(const char* who, const Samples& x) const {
  check(sample.rank() > 0, who, ": fit it first");
  check(x.sample() == sample, who, ": expected samples of shape ", sample, ", got ", x.sample());
  expect_finite(who, x);
}

const Samples& Input::scaled(const Samples& x, Samples& memory) const {
  if (x.scale == scale && x.shift == shift) return x;
  memory = x;
  memory.scale = scale;
  memory.shift = shift;
  return memory;
}

void Input::save(Record& record) const {
  std::string extents;
  for (const int extent : sample) extents += (extents.empty() ? "" : " ") + text(extent);
  if (!class_names.empty()) record.set("thimble.class_names", joined(class_names));
  record.set("thimble.sample", extents);
  record.set_number("thimble.scale", static_cast<double>(scale));
  record.set_number("thimble.shift", static_cast<double>(shift));
}

Input Input::load(const Record& record) {
  Input input;
  if (record.has_text("thimble.class_names")) input.class_names = split(record.text("thimble.class_names"), '\n');
  input.sample = parse_sample(record.text("thimble.sample"));
  input.scale = static_cast<float>(finite_number(record, "thimble.scale"));
  input.shift = static_cast<float>(finite_number(record, "thimble.shift"));
  return input;
}

void expect_finite(const char* who, const Samples& x) {
  if (x.is_bytes()) return;
  const std::span<const float> values = x.features().values();
  const int width = x.sample().size();
  if (all_finite(x.features())) return;
  for (int i = 0; i < static_cast<int>(values.size()); ++i)
    if (!std::isfinite(values[static_cast<size_t>(i)]))
      fail(Error::data,
           text(who, ": sample ", i / width, ": value ", i % width, " is ", values[static_cast<size_t>(i)]));
}

void expect_labelled(const char* who, const Dataset& train) {
  check(static_cast<int>(train.labels.size()) == train.size(), who, ": expected ", train.size(),
        " labels, one a sample, got ", train.labels.size());
  if (train.size() == 0) fail(Error::data, text(who, ": expected training samples, got none"));
  bool several = false;
  for (int n = 0; n < train.size(); ++n) {
    const int label = train.labels[static_cast<size_t>(n)];
    if (label < 0 || label >= train.classes())
      fail(Error::data,
           text(who, ": sample ", n, ": expected a label from 0 to ", train.classes() - 1, ", got ", label));
    several = several || label != train.labels[0];
  }
  if (!several)
    fail(Error::data, text(who, ": expected samples of two classes or more, got only class ", train.labels[0], " (",
                           train.class_names[static_cast<size_t>(train.labels[0])], ")"));
  expect_finite(who, train.x);
}

}  // namespace thimble
