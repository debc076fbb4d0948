#include "plot/png.h"

#include <gtest/gtest.h>

#include <string>

#include "core/error.h"

namespace thimble {
namespace {

using Bytes = std::vector<uint8_t>;

// Undoes grey_png by the specification: stored blocks, no filter.
Bytes pixels_of(const Bytes& png, int width, int height) {
  const auto number = [&](size_t at) {
    return uint32_t{png[at]} << 24 | uint32_t{png[at + 1]} << 16 | uint32_t{png[at + 2]} << 8 | uint32_t{png[at + 3]};
  };
  EXPECT_EQ(number(16), static_cast<uint32_t>(width));
  EXPECT_EQ(number(20), static_cast<uint32_t>(height));
  size_t at = 33 + 8 + 2;  // signature, IHDR, IDAT's length and name, zlib's header
  Bytes rows;
  for (bool last = false; !last;) {
    last = png[at] == 1;
    const size_t n = png[at + 1] + 256u * png[at + 2], inverse = png[at + 3] + 256u * png[at + 4];
    EXPECT_EQ(n + inverse, 65535u);
    rows.insert(rows.end(), png.begin() + static_cast<std::ptrdiff_t>(at + 5),
                png.begin() + static_cast<std::ptrdiff_t>(at + 5 + n));
    at += 5 + n;
  }
  Bytes out;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i % (static_cast<size_t>(width) + 1) == 0) {
      EXPECT_EQ(rows[i], 0);
    } else {
      out.push_back(rows[i]);
    }
  }
  return out;
}

// Every byte of a 2 x 1 picture: the sums were computed with zlib.crc32 and zlib.adler32 of Python.
TEST(GreyPng, IsThePublishedFormatByteForByte) {
  const Bytes expected = {0x89, 'P',  'N',  'G', '\r', '\n', 0x1A, '\n', 0,    0,    0,    13,   'I',  'H',  'D',
                          'R',  0,    0,    0,   2,    0,    0,    0,    1,    8,    0,    0,    0,    0,    0xD1,
                          0x49, 0x20, 0x56, 0,   0,    0,    14,   'I',  'D',  'A',  'T',  0x78, 0x01, 1,    3,
                          0,    0xFC, 0xFF, 0,   7,    255,  0x01, 0x10, 0x01, 0x07, 0x2B, 0xC2, 0xFC, 0xF2, 0,
                          0,    0,    0,    'I', 'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};
  EXPECT_EQ(grey_png(Bytes{7, 255}, 2, 1), expected);
}

TEST(GreyPng, KeepsEveryPixel) {
  Bytes picture(28 * 28);
  for (size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<uint8_t>(i * 37);
  const Bytes png = grey_png(picture, 28, 28);
  EXPECT_EQ(png.size(), picture.size() + 28 + 68);
  EXPECT_EQ(pixels_of(png, 28, 28), picture);
}

TEST(GreyPng, LargePicturesTakeSeveralBlocks) {
  Bytes picture(300 * 500);
  for (size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<uint8_t>(i / 7);
  const Bytes png = grey_png(picture, 300, 500);
  EXPECT_EQ(pixels_of(png, 300, 500), picture);
  const Bytes sum(png.end() - 20, png.end() - 16);  // before IDAT's own sum and the 12 bytes of IEND
  EXPECT_EQ(sum, (Bytes{0xB1, 0x41, 0x29, 0xE0})) << "zlib.adler32 of Python";
}

TEST(GreyPng, WrongSizesAreUsageErrors) {
  EXPECT_THROW(grey_png(Bytes(3), 2, 2), Error);
  EXPECT_THROW(grey_png({}, 0, 0), Error);
  EXPECT_THROW(grey_png(Bytes(4), -2, -2), Error);
}

}  // namespace
}  // namespace thimble
