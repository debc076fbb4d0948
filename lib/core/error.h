// What goes wrong because of a user: a shape, a file, an option. One line says who, what was expected and what was
// found.
#pragma once

#include <stdexcept>
#include <string>

#include "core/text.h"

namespace thimble {

// The kind is also the exit code of the command line.
struct Error : std::runtime_error {
  enum Kind { numeric = 1, usage = 2, data = 3, io = 4 };
  Error(Kind k, const std::string& message) : std::runtime_error(message), kind(k) {}
  Kind kind;
};

// The only place that throws.
[[noreturn]] void fail(Error::Kind kind, const std::string& message);

// Fails with kind `usage` and the joined parts unless `ok`:
//   check(a.cols == b.rows, "matmul: inner sizes ", a.cols, " and ", b.rows);
template <class... Parts>
void check(bool ok, const Parts&... parts) {
  if (!ok) fail(Error::usage, text(parts...));
}

}  // namespace thimble
