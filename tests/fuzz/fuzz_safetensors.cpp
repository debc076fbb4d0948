// A model file: what is read must be written and read again.
#include "core/error.h"
#include "fuzz/target.h"
#include "learn/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return fuzz::refused_or_read([&] {
    const thimble::Record record = thimble::from_safetensors({data, size}, "fuzz");
    thimble::from_safetensors(thimble::to_safetensors(record), "again");
  });
}
