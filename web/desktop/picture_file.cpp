#include "web/desktop/picture_file.h"

#include <stb_image_write.h>

#include "core/error.h"

namespace thimble {
namespace {

void append(void* all, void* bytes, int count) {
  const auto* first = static_cast<const uint8_t*>(bytes);
  static_cast<std::vector<uint8_t>*>(all)->insert(static_cast<std::vector<uint8_t>*>(all)->end(), first, first + count);
}

}  // namespace

std::vector<uint8_t> png_of(const Picture& p) {
  std::vector<uint8_t> file;
  check(p.width > 0 && p.height > 0 &&
            stbi_write_png_to_func(append, &file, p.width, p.height, p.channels, p.pixels.data(),
                                   p.width * p.channels) != 0,
        "png: cannot encode ", p.width, " x ", p.height, " pixels");
  return file;
}

}  // namespace thimble
