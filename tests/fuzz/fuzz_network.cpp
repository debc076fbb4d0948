// A network as text.
#include "core/error.h"
#include "fuzz/target.h"
#include "nn/spec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return fuzz::refused_or_read([&] { thimble::parse_network(std::string(fuzz::text(data, size))); });
}
