// Reading back what was saved, with distrust: what everything that saves itself into a Record shares.
//
// All functions fail with a data error "KEY: expected ..., found ..."; who opened the file puts its name in front.
#pragma once

#include <cstdint>
#include <string>

#include "core/tensor.h"
#include "learn/safetensors.h"

namespace thimble {

void expect_stored(bool ok, const std::string& key, const std::string& expected, const std::string& found);
void expect_kind(const Record& record, const std::string& kind);  // thimble.kind is `kind`, thimble.version is 1

double finite_number(const Record& record, const std::string& name);
int64_t whole_number(const Record& record, const std::string& name, int64_t low, int64_t high);

// The tensor, checked to have that shape and only finite values.
const Tensor& restored(const Record& record, const std::string& name, const Shape& shape);

}  // namespace thimble
