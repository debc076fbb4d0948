#include "core/error.h"

namespace thimble {

void fail(Error::Kind kind, const std::string& message) { throw Error(kind, message); }

}  // namespace thimble
