// Files that are compiled into the program, so that it needs none beside it.
#pragma once

#include <cstdint>
#include <span>

namespace thimble {

std::span<const uint8_t> shipped_model();  // web/model/page.safetensors
std::span<const uint8_t> shipped_font();   // a TrueType font; empty where none was there

}  // namespace thimble
