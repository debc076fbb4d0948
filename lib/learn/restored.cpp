#include "learn/restored.h"

#include <cmath>

#include "core/error.h"
#include "core/ops.h"

namespace thimble {

void expect_stored(bool ok, const std::string& key, const std::string& expected, const std::string& found) {
  if (!ok) fail(Error::data, key + ": expected " + expected + ", found " + found);
}

void expect_kind(const Record& record, const std::string& kind) {
  const auto expect_text = [&](const std::string& key, const std::string& value) {
    expect_stored(record.text(key) == value, key, '"' + value + '"', '"' + record.text(key) + '"');
  };
  expect_text("thimble.kind", kind);
  expect_text("thimble.version", "1");
}

double finite_number(const Record& record, const std::string& name) {
  const double value = record.number(name);
  expect_stored(std::isfinite(value), name, "a finite number", record.text(name));
  return value;
}

int64_t whole_number(const Record& record, const std::string& name, int64_t low, int64_t high) {
  const double value = record.number(name);
  expect_stored(value >= static_cast<double>(low) && value <= static_cast<double>(high) && value == std::floor(value),
                name, text("a whole number from ", low, " to ", high), record.text(name));
  return static_cast<int64_t>(value);
}

const Tensor& restored(const Record& record, const std::string& name, const Shape& shape) {
  const Tensor& stored = record.tensor(name);
  expect_stored(stored.shape() == shape, name, "shape " + shape.text(), stored.shape().text());
  expect_stored(all_finite(stored), name, "finite values", "one that is not");
  return stored;
}

}  // namespace thimble
