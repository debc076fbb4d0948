#include "exercises.h"

#include <algorithm>
#include <cstring>

#include "core/error.h"
#include "core/rng.h"

using namespace thimble;

float sum_by_threads(std::span<const float> values, int /*threads*/) {
  constexpr size_t length = 1024;
  float sum = 0;
  for (size_t begin = 0; begin < values.size(); begin += length) {
    float piece = 0;
    for (const float v : values.subspan(begin, std::min(length, values.size() - begin))) piece += v;
    sum += piece;
  }
  return sum;
}

void Walk::step() {
  const float noise = Rng(Key(seed_, Purpose::test, steps_)).normal();
  v_ = 0.9f * v_ - 0.1f * (w_ + noise);
  w_ += v_;
  ++steps_;
}

void Walk::save(Record& record) const {
  record.set("w", Tensor({1}, w_));
  record.set("v", Tensor({1}, v_));
  record.set_number("steps", steps_);
}

void Walk::load(const Record& record) {
  w_ = record.tensor("w")(0);
  v_ = record.tensor("v")(0);
  steps_ = static_cast<int>(record.number("steps"));
}

namespace {

// The number at `at` in the header, and the place behind it.
uint64_t number_at(const std::string& header, size_t& at) {
  if (at >= header.size() || header[at] < '0' || header[at] > '9')
    fail(Error::data, "expected a number in data_offsets");
  uint64_t number = 0;
  for (; at < header.size() && header[at] >= '0' && header[at] <= '9'; ++at) {
    if (number > (uint64_t{1} << 50)) fail(Error::data, "expected a place inside the file");
    number = 10 * number + uint64_t(header[at] - '0');
  }
  return number;
}

size_t behind(const std::string& header, const std::string& words, size_t from) {
  const size_t at = header.find(words, from);
  if (at == std::string::npos) fail(Error::data, "expected " + words + " in the header");
  return at + words.size();
}

}  // namespace

std::vector<float> tensor_of(std::span<const uint8_t> file, const std::string& name) {
  if (file.size() < 8) fail(Error::data, "expected 8 bytes of length");
  uint64_t length = 0;
  for (size_t i = 0; i < 8; ++i) length |= uint64_t{file[i]} << (8 * i);
  if (length > file.size() - 8) fail(Error::data, "expected a header inside the file");
  const std::string header(file.begin() + 8, file.begin() + 8 + ptrdiff_t(length));
  const std::span<const uint8_t> numbers = file.subspan(8 + size_t(length));

  size_t at = behind(header, "\"data_offsets\":[", behind(header, '"' + name + "\":{", 0));
  const uint64_t begin = number_at(header, at);
  ++at;  // the comma
  const uint64_t end = number_at(header, at);
  if (begin > end || end > numbers.size() || (end - begin) % 4 != 0)
    fail(Error::data, "expected whole floats inside the file");
  std::vector<float> values(size_t(end - begin) / 4);
  if (!values.empty()) std::memcpy(values.data(), &numbers[size_t(begin)], 4 * values.size());
  return values;
}
