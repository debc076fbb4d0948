#include "plot/png.h"

#include <algorithm>
#include <string>

#include "core/error.h"

namespace thimble {

namespace {

using Bytes = std::vector<uint8_t>;

// x^32 + x^26 + ... + 1, lowest bit first (PNG 1.2, annex D), a bit at a time.
uint32_t crc32(std::span<const uint8_t> bytes) {
  uint32_t crc = 0xFFFFFFFFu;
  for (const uint8_t b : bytes) {
    crc ^= b;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

// a = 1 + sum of bytes, b = sum of the a's, both mod 65521 (RFC 1950, 8.2).
uint32_t adler32(std::span<const uint8_t> bytes) {
  uint32_t a = 1, b = 0;
  for (const uint8_t byte : bytes) {
    a = (a + byte) % 65521u;
    b = (b + a) % 65521u;
  }
  return b << 16 | a;
}

void append(Bytes& out, std::span<const uint8_t> bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
void append_big_endian(Bytes& out, uint32_t x) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<uint8_t>(x >> shift));
}

void append_chunk(Bytes& out, const std::string& type, std::span<const uint8_t> data) {
  Bytes checked(type.begin(), type.end());
  append(checked, data);
  append_big_endian(out, static_cast<uint32_t>(data.size()));
  append(out, checked);
  append_big_endian(out, crc32(checked));
}

// zlib's two header bytes, stored blocks of at most 65,535 bytes, the check sum (RFC 1951, 3.2.4).
Bytes stored(std::span<const uint8_t> bytes) {
  Bytes out = {0x78, 0x01};
  for (size_t i = 0; i < bytes.size(); i += 65535) {
    const size_t n = std::min<size_t>(65535, bytes.size() - i);
    out.push_back(i + n == bytes.size() ? 1 : 0);  // the last block
    for (const size_t length : {n, ~n}) {
      out.push_back(static_cast<uint8_t>(length & 255));
      out.push_back(static_cast<uint8_t>(length >> 8 & 255));
    }
    append(out, bytes.subspan(i, n));
  }
  append_big_endian(out, adler32(bytes));
  return out;
}

}  // namespace

std::vector<uint8_t> grey_png(std::span<const uint8_t> pixels, int width, int height) {
  check(width > 0 && height > 0 && pixels.size() == static_cast<size_t>(width) * static_cast<size_t>(height),
        "grey_png: expected ", width, " x ", height, " pixels, got ", pixels.size());
  Bytes header;
  append_big_endian(header, static_cast<uint32_t>(width));
  append_big_endian(header, static_cast<uint32_t>(height));
  append(header, Bytes{8, 0, 0, 0, 0});  // 8 bits, grey, deflate, filter method 0, not interlaced

  Bytes rows;
  const size_t row = static_cast<size_t>(width);
  for (size_t i = 0; i < pixels.size(); i += row) {
    rows.push_back(0);  // no filter
    append(rows, pixels.subspan(i, row));
  }
  Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  append_chunk(png, "IHDR", header);
  append_chunk(png, "IDAT", stored(rows));
  append_chunk(png, "IEND", {});
  return png;
}

}  // namespace thimble
