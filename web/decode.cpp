#include "web/decode.h"

#include <stb_image.h>

#include <memory>
#include <utility>

#include "app/exif.h"
#include "core/error.h"

namespace thimble {
namespace {

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr int64_t kMostPixels = 40'000'000;

}  // namespace

Picture decode_picture(std::span<const uint8_t> file) {
  check(file.size() <= kMostBytes, "This file is too large: a picture may have 64 MB");
  const int length = static_cast<int>(file.size());
  int width = 0, height = 0, channels = 0;
  if (stbi_info_from_memory(file.data(), length, &width, &height, &channels) == 0)
    fail(Error::data, "This is no picture that I can read. Please give me a PNG, JPEG, GIF or BMP file");
  if (width < 1 || height < 1 || int64_t{width} * height > kMostPixels)
    fail(Error::data, text("This picture is too large: ", width, " x ", height, ". At most 40 million pixels, please"));
  const int wanted = channels == 2 ? 4 : channels;  // grey with transparency: as RGBA
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(file.data(), length, &width, &height, &channels, wanted), stbi_image_free);
  if (pixels == nullptr) fail(Error::data, "This picture is damaged: it ends too early, or says what cannot be");
  Picture picture{width, height, wanted, {}};
  picture.pixels.assign(pixels.get(), pixels.get() + static_cast<ptrdiff_t>(width) * height * wanted);
  return upright(std::move(picture), exif_orientation(file));
}

}  // namespace thimble
