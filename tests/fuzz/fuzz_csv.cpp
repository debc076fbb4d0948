// A Kaggle CSV file.
#include "core/error.h"
#include "data/csv.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return fuzz::refused_or_read([&] { thimble::parse_csv(fuzz::text(data, size), "fuzz"); });
}
