// An IDX file, plain or compressed.
#include "core/error.h"
#include "data/idx.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return fuzz::refused_or_read([&] { thimble::parse_idx({data, size}, "fuzz"); });
}
