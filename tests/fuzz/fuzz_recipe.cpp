// A recipe.
#include "app/recipe.h"
#include "core/error.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return fuzz::refused_or_read([&] { thimble::parse_recipe(std::string(fuzz::text(data, size)), "fuzz"); });
}
