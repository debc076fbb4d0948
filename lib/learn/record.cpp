#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "learn/number.h"
#include "learn/safetensors.h"

namespace thimble {

void Record::set(const std::string& name, Tensor value, Stored as) {
  check(name != "__metadata__", "record: the format keeps the name __metadata__ for itself");
  if (value.device() != nullptr) value = value.to(nullptr);
  if (as == Stored::i8) {
    float largest = 0;
    for (const float v : value.values()) largest = std::max(largest, std::abs(v));
    set_number(name + ".scale", largest == 0 ? 1.0 : static_cast<double>(largest / 127));
  }
  if (!has_tensor(name)) order_.push_back(name);
  const Shape shape = value.shape();
  tensors_[name] = {std::move(value), as, shape, nullptr};
}

void Record::set_bytes(const std::string& name, const Shape& shape, Bytes bytes) {
  check(bytes != nullptr && bytes->size() == static_cast<size_t>(shape.size()), "record: ", name, ": expected ",
        shape.size(), " bytes for ", shape, ", got ", bytes == nullptr ? 0 : bytes->size());
  if (!has_tensor(name)) order_.push_back(name);
  tensors_[name] = {Tensor(), Stored::u8, shape, std::move(bytes)};
}

void Record::set(const std::string& name, const std::string& value) { texts_[name] = value; }
void Record::set_number(const std::string& name, double value) { set(name, number_text(value)); }

const Tensor& Record::tensor(const std::string& name) const {
  const Entry& entry = this->entry(name);
  if (entry.bytes != nullptr && entry.value.shape() != entry.shape) {
    entry.value.resize(entry.shape);
    std::copy(entry.bytes->begin(), entry.bytes->end(), entry.value.data());
  }
  return entry.value;
}

Record::Bytes Record::bytes(const std::string& name) const { return entry(name).bytes; }
const Shape& Record::shape(const std::string& name) const { return entry(name).shape; }

const Record::Entry& Record::entry(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) fail(Error::data, "no tensor " + name);
  return found->second;
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
    if (!has_tensor(prefix + name)) order_.push_back(prefix + name);
    tensors_[prefix + name] = inner.tensors_.at(name);
  }
  for (const auto& [name, value] : inner.texts_) set(prefix + name, value);
}

Record Record::below(const std::string& prefix) const {
  Record inner;
  for (const std::string& name : order_) {
    if (!name.starts_with(prefix)) continue;
    inner.order_.push_back(name.substr(prefix.size()));
    inner.tensors_[name.substr(prefix.size())] = tensors_.at(name);
  }
  for (const auto& [name, value] : texts_)
    if (name.starts_with(prefix)) inner.set(name.substr(prefix.size()), value);
  return inner;
}

}  // namespace thimble
