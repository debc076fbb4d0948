#include "native/images.h"

#include <stb_image.h>
#include <stb_image_write.h>

#include <cstdint>
#include <memory>

#include "core/error.h"
#include "core/file.h"

namespace thimble {

namespace {

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr int64_t kMostPixels = 64'000'000;

[[noreturn]] void fail_picture(const std::string& path, const std::string& found) {
  fail(Error::data, path + ": expected a PNG, JPEG, BMP or GIF picture, found " + found);
}

std::string reason() {
  const char* words = stbi_failure_reason();
  return words == nullptr ? "a damaged file" : std::string("a damaged or foreign file (") + words + ")";
}

void append(void* all, void* bytes, int count) {
  const auto* first = static_cast<const uint8_t*>(bytes);
  static_cast<std::vector<uint8_t>*>(all)->insert(static_cast<std::vector<uint8_t>*>(all)->end(), first, first + count);
}

}  // namespace

Picture load_picture(const std::string& path) {
  const std::vector<uint8_t> file = read_file(path, kMostBytes);
  if (file.empty()) fail_picture(path, "an empty file");
  const int length = static_cast<int>(file.size());
  int width = 0, height = 0, channels = 0;
  if (stbi_info_from_memory(file.data(), length, &width, &height, &channels) == 0) fail_picture(path, reason());
  if (width < 1 || height < 1 || static_cast<int64_t>(width) * height > kMostPixels)
    fail(Error::data, text(path, ": expected at most ", kMostPixels, " pixels, found ", width, " x ", height));

  const int wanted = channels == 2 ? 4 : channels;  // grey with transparency: as RGBA
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(file.data(), length, &width, &height, &channels, wanted), stbi_image_free);
  if (pixels == nullptr) fail_picture(path, reason());
  Picture picture;
  picture.width = width;
  picture.height = height;
  picture.channels = wanted;
  picture.pixels.assign(pixels.get(), pixels.get() + static_cast<ptrdiff_t>(width) * height * wanted);
  return picture;
}

std::vector<uint8_t> compressed_png(std::span<const uint8_t> pixels, int width, int height) {
  check(width > 0 && height > 0 && pixels.size() == static_cast<size_t>(width) * static_cast<size_t>(height),
        "png: expected ", width, " x ", height, " pixels, got ", pixels.size());
  std::vector<uint8_t> file;
  check(stbi_write_png_to_func(append, &file, width, height, 1, pixels.data(), width) != 0, "png: cannot encode");
  return file;
}

}  // namespace thimble
