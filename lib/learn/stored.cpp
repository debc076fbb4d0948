#include "learn/stored.h"

#include <array>
#include <cmath>

#include "core/error.h"
#include "learn/half.h"

namespace thimble {
namespace {

struct Type {
  Stored as;
  const char* name;
  size_t bytes;
};
constexpr std::array<Type, 5> kTypes = {{{Stored::f32, "F32", 4},
                                         {Stored::f16, "F16", 2},
                                         {Stored::bf16, "BF16", 2},
                                         {Stored::u8, "U8", 1},
                                         {Stored::i8, "I8", 1}}};

const Type& type_of(Stored as) { return kTypes[static_cast<size_t>(as)]; }

uint32_t pattern(float value, Stored as, float scale, const std::string& name) {
  if (as == Stored::f32) return bits_of(value);
  if (as == Stored::f16) return half_from_float(value);
  if (as == Stored::bf16) return bfloat_from_float(value);
  const float low = as == Stored::i8 ? -128 : 0, high = as == Stored::i8 ? 127 : 255;
  const float whole = as == Stored::i8 ? std::nearbyint(value / scale) : value;
  check(whole >= low && whole <= high && whole == std::floor(whole), "tensor ", name, ": ", type_name(as),
        " holds whole numbers from ", low, " to ", high, ", got ", whole);
  return static_cast<uint32_t>(static_cast<int>(whole));
}

float value_of(uint32_t pattern, Stored as, float scale) {
  if (as == Stored::f32) return float_of(pattern);
  if (as == Stored::f16) return float_from_half(static_cast<uint16_t>(pattern));
  if (as == Stored::bf16) return float_from_bfloat(static_cast<uint16_t>(pattern));
  if (as == Stored::u8) return static_cast<float>(pattern);
  return scale * static_cast<float>(static_cast<int8_t>(pattern));
}

}  // namespace

const char* type_name(Stored as) { return type_of(as).name; }
size_t bytes_each(Stored as) { return type_of(as).bytes; }

std::optional<Stored> type_named(const std::string& name) {
  for (const Type& type : kTypes)
    if (name == type.name) return type.as;
  return std::nullopt;
}

void encode(std::span<const float> values, Stored as, float scale, const std::string& name, std::vector<uint8_t>& out) {
  const size_t bytes = bytes_each(as);
  for (const float value : values) {
    const uint32_t word = pattern(value, as, scale, name);
    for (size_t b = 0; b < bytes; ++b) out.push_back(static_cast<uint8_t>(word >> (8 * b)));
  }
}

void decode(std::span<const uint8_t> bytes, Stored as, float scale, std::span<float> values) {
  const size_t each = bytes_each(as);
  for (size_t i = 0; i < values.size(); ++i) {
    uint32_t word = 0;
    for (size_t b = 0; b < each; ++b) word |= uint32_t{bytes[i * each + b]} << (8 * b);
    values[i] = value_of(word, as, scale);
  }
}

}  // namespace thimble
