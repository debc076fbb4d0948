#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "learn/number.h"
#include "learn/safetensors.h"

namespace thimble {

void Record::set(const std::string& name, Tensor value, Stored as) {
  check(name != "__metadata__", "record: the format keeps the name __metadata__ for itself");
  if (as == Stored::i8) {
    float largest = 0;
    for (const float v : value.values()) largest = std::max(largest, std::abs(v));
    set_number(name + ".scale", largest == 0 ? 1.0 : static_cast<double>(largest / 127));
  }
  if (!has_tensor(name)) order_.push_back(name);
  tensors_[name] = {std::move(value), as};
}

void Record::set(const std::string& name, const std::string& value) { texts_[name] = value; }
void Record::set_number(const std::string& name, double value) { set(name, number_text(value)); }

const Tensor& Record::tensor(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) fail(Error::data, "no tensor " + name);
  return found->second.value;
}

const std::string& Record::text(const std::string& name) const {
  const auto found = texts_.find(name);
  if (found == texts_.end()) fail(Error::data, "no text " + name);
  return found->second;
}

double Record::number(const std::string& name) const {
  const auto value = parse_number(text(name));
  if (!value) fail(Error::data, name + ": expected a number, got \"" + text(name) + '"');
  return *value;
}

std::vector<std::string> Record::tensor_names() const { return order_; }

void Record::set_all(const std::string& prefix, const Record& inner) {
  for (const std::string& name : inner.order_) {
    const Entry& entry = inner.tensors_.at(name);
    set(prefix + name, entry.value, entry.as);
  }
  for (const auto& [name, value] : inner.texts_) set(prefix + name, value);
}

Record Record::below(const std::string& prefix) const {
  Record inner;
  for (const std::string& name : order_) {
    if (!name.starts_with(prefix)) continue;
    const Entry& entry = tensors_.at(name);
    inner.set(name.substr(prefix.size()), entry.value, entry.as);
  }
  for (const auto& [name, value] : texts_)
    if (name.starts_with(prefix)) inner.set(name.substr(prefix.size()), value);
  return inner;
}

}  // namespace thimble
