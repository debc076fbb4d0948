#include "core/device.h"

#include <algorithm>

#include "core/error.h"
#include "core/ops.h"

namespace thimble {

namespace {

std::vector<const Device*>& installed() {
  static std::vector<const Device*> list;
  return list;
}

bool is_named(const Device& device, const std::string& name) {
  return device.name == name || device.name.substr(0, device.name.find(':')) == name;
}

}  // namespace

void install(const Device& device) {
  const auto same = [&](const Device* d) { return d->name == device.name; };
  const auto found = std::find_if(installed().begin(), installed().end(), same);
  if (found == installed().end())
    installed().push_back(&device);
  else
    *found = &device;
}

std::vector<const Device*> devices() { return installed(); }

const Device* device_named(const std::string& name) {
  if (name == "cpu") return nullptr;
  std::string known = "cpu";
  for (const Device* device : installed()) {
    if (is_named(*device, name)) return device;
    known += ", " + device->name;
  }
  fail(Error::usage, "device: expected one of " + known + ", got \"" + name + "\"");
}

std::string place_name(const Device* device) { return device == nullptr ? "the CPU" : device->name; }

Operand::Operand(const char* n, const Tensor& t) : name(n), device(t.device()), empty(t.empty()) {}
Operand::Operand(const char* n, const Matrix& m) : name(n), device(m.device), empty(m.rows == 0 || m.cols == 0) {}

void fail_between_devices(const char* who, std::initializer_list<Operand> operands) {
  std::string places;
  for (const Operand& o : operands)
    if (!o.empty) places += text(places.empty() ? "" : ", ", o.name, " lives on ", place_name(o.device));
  fail(Error::usage, text(who, ": ", places, "; move them to one place"));
}

void fail_without(const char* who, const Device& device) {
  fail(Error::usage, text(who, ": ", device.name, " has no such op; move the tensors to the CPU"));
}

}  // namespace thimble
