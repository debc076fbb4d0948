// Does this build read gzip? (The one for the browser does not.)
#pragma once

#include "core/error.h"
#include "core/file.h"

namespace test_support {

inline bool has_gzip() {
  try {
    thimble::gzip({});
    return true;
  } catch (const thimble::Error&) {
    return false;
  }
}

}  // namespace test_support
