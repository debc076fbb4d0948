// How the values of one tensor lie in a file: little-endian bytes of a type, and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "learn/safetensors.h"

namespace thimble {

const char* type_name(Stored as);  // "F32", "F16", "BF16", "U8", "I8"
std::optional<Stored> type_named(const std::string& name);
size_t bytes_each(Stored as);

// Appends the values' bytes. `scale` is for i8: byte = round(value / scale). usage error naming `name` and the value
// that the type cannot hold.
void encode(std::span<const float> values, Stored as, float scale, const std::string& name, std::vector<uint8_t>& out);
// values.size() * bytes_each(as) bytes -> values
void decode(std::span<const uint8_t> bytes, Stored as, float scale, std::span<float> values);

}  // namespace thimble
