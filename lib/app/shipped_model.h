// The network that comes with the library and the page: the recipe `page`, in web/model/page.safetensors. It reads
// photographs and drawings (app/picture.h).
#pragma once

#include <cstdint>
#include <span>

namespace thimble {

std::span<const uint8_t> shipped_model();  // the bytes of the file, for model_from()

}  // namespace thimble
