#include "app/exif.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace thimble {
namespace {

constexpr int kStartOfImage = 0xffd8, kApp1 = 0xffe1, kStartOfScan = 0xffda, kOrientation = 0x0112, kShort = 3;

// Reads numbers of either byte order; 0 behind the end.
struct Reader {
  std::span<const uint8_t> bytes;
  bool little = false;
  size_t byte(size_t at) const { return at < bytes.size() ? bytes[at] : 0; }
  size_t two(size_t at) const { return little ? byte(at) | byte(at + 1) << 8 : byte(at) << 8 | byte(at + 1); }
  size_t four(size_t at) const { return little ? two(at) | two(at + 2) << 16 : two(at) << 16 | two(at + 2); }
};

// The directory of a TIFF file: a count, then entries of 12 bytes: tag, type, count, value.
int orientation_of(std::span<const uint8_t> tiff) {
  Reader r{tiff};
  if (r.two(0) != 0x4949 && r.two(0) != 0x4d4d) return 1;
  r.little = r.two(0) == 0x4949;
  const size_t directory = r.four(4), entries = r.two(directory);
  for (size_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + 12 * i;
    if (entry + 12 > tiff.size()) return 1;
    if (r.two(entry) != kOrientation || r.two(entry + 2) != kShort) continue;
    const size_t value = r.two(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace

// A JPEG file is a row of segments: a marker of two bytes, a length of two that counts itself, the rest.
int exif_orientation(std::span<const uint8_t> file) {
  const Reader r{file};
  if (r.two(0) != kStartOfImage) return 1;
  for (size_t at = 2; at + 4 <= file.size();) {
    const size_t marker = r.two(at), length = r.two(at + 2);
    if (marker < 0xff00 || marker == kStartOfScan || length < 2 || at + 2 + length > file.size()) return 1;
    const std::span<const uint8_t> body = file.subspan(at + 4, length - 2);
    constexpr uint8_t kExif[6] = {'E', 'x', 'i', 'f', 0, 0};
    if (marker == kApp1 && body.size() > 6 && std::equal(kExif, kExif + 6, body.begin()))
      return orientation_of(body.subspan(6));
    at += 2 + length;
  }
  return 1;
}

Picture upright(Picture p, int orientation) {
  check(orientation >= 1 && orientation <= 8, "upright: expected an orientation of 1 to 8, got ", orientation);
  if (orientation == 1) return p;
  const bool turned = orientation >= 5;
  const bool right_to_left = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool bottom_to_top = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Picture out{turned ? p.height : p.width, turned ? p.width : p.height, p.channels, {}};
  out.pixels.reserve(p.pixels.size());
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      int from_x = turned ? y : x, from_y = turned ? x : y;
      if (right_to_left) from_x = p.width - 1 - from_x;
      if (bottom_to_top) from_y = p.height - 1 - from_y;
      const auto pixel = p.pixels.begin() + (ptrdiff_t{from_y} * p.width + from_x) * p.channels;
      out.pixels.insert(out.pixels.end(), pixel, pixel + p.channels);
    }
  return out;
}

}  // namespace thimble
