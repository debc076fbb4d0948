// What all targets share. A parser may refuse its input with an Error; anything else that it does wrong (a crash, a
// leak, another exception, reading outside its bytes) ends the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"

namespace fuzz {

inline std::string_view text(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

template <class Parse>
int refused_or_read(const Parse& parse) {
  try {
    parse();
  } catch (const thimble::Error&) {
  }
  return 0;
}

}  // namespace fuzz
