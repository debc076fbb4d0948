// A gzip stream of at most a megabyte.
#include "core/error.h"
#include "core/file.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return fuzz::refused_or_read([&] { thimble::gunzip({data, size}, "fuzz", 1 << 20); });
}
