#include "app/exif.h"

#include <array>
#include <cstddef>
#include <vector>

#include "support/throws.h"

namespace thimble {
namespace {

// A JPEG's beginning: some other segment, then EXIF with one entry before the orientation.
std::vector<uint8_t> file_saying(int orientation, bool little) {
  std::vector<uint8_t> tiff;
  const auto two = [&](int v) {
    const auto low = static_cast<uint8_t>(v & 255), high = static_cast<uint8_t>(v >> 8);
    tiff.insert(tiff.end(), {little ? low : high, little ? high : low});
  };
  const auto four = [&](int v) {
    if (!little) two(v >> 16);
    two(v & 0xffff);
    if (little) two(v >> 16);
  };
  two(little ? 0x4949 : 0x4d4d), two(42), four(8), two(2);
  two(0x0100), two(3), four(1), two(640), two(0);
  two(0x0112), two(3), four(1), two(orientation), two(0);
  std::vector<uint8_t> file{0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xe1, 0, static_cast<uint8_t>(8 + tiff.size()),
                            'E',  'x',  'i',  'f',  0, 0};
  for (const uint8_t byte : tiff) file.push_back(byte);
  for (const int byte : {0xff, 0xda, 0, 2}) file.push_back(static_cast<uint8_t>(byte));
  return file;
}

TEST(Exif, SaysHowTheCameraWasHeldInEitherByteOrder) {
  for (bool little : {true, false})
    for (int orientation = 1; orientation <= 8; ++orientation)
      EXPECT_EQ(exif_orientation(file_saying(orientation, little)), orientation) << little;
}

TEST(Exif, WhatIsCutShortOrNonsenseIsUpright) {
  const std::vector<uint8_t> whole = file_saying(6, true);
  const size_t value = whole.size() - 4 - 4;  // behind it lie two zeros and the scan's marker
  for (size_t n = 0; n < whole.size(); ++n) {
    const std::vector<uint8_t> cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(n));
    EXPECT_EQ(exif_orientation(cut), n < whole.size() - 4 ? 1 : 6) << n;
  }
  for (int wrong : {0, 9, 255}) {
    std::vector<uint8_t> file = whole;
    file[value] = static_cast<uint8_t>(wrong);
    EXPECT_EQ(exif_orientation(file), 1) << wrong;
  }
  for (size_t i = 0; i < whole.size(); ++i) {  // any damaged byte: some answer, and never a read behind the end
    std::vector<uint8_t> file = whole;
    file[i] ^= 0xff;
    const int said = exif_orientation(file);
    EXPECT_TRUE(said >= 1 && said <= 8) << i;
  }
}

// 1 2 3      turned as the standard says: row 0 and column 0 of the stored picture are which sides of the scene
// 4 5 6
TEST(Upright, TurnsAndMirrorsAsTheStandardNumbersIt) {
  const std::array<std::vector<uint8_t>, 8> expected = {{{1, 2, 3, 4, 5, 6},
                                                         {3, 2, 1, 6, 5, 4},
                                                         {6, 5, 4, 3, 2, 1},
                                                         {4, 5, 6, 1, 2, 3},
                                                         {1, 4, 2, 5, 3, 6},
                                                         {4, 1, 5, 2, 6, 3},
                                                         {6, 3, 5, 2, 4, 1},
                                                         {3, 6, 2, 5, 1, 4}}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Picture out = upright({3, 2, 1, {1, 2, 3, 4, 5, 6}}, orientation);
    EXPECT_EQ(out.pixels, expected[static_cast<size_t>(orientation - 1)]) << orientation;
    EXPECT_EQ(out.width, orientation >= 5 ? 2 : 3) << orientation;
  }
  const Picture colours = upright({2, 1, 3, {1, 2, 3, 4, 5, 6}}, 3);
  EXPECT_EQ(colours.pixels, (std::vector<uint8_t>{4, 5, 6, 1, 2, 3}));
  EXPECT_ERROR(upright({1, 1, 1, {0}}, 9), usage, "expected an orientation of 1 to 8, got 9");
}

}  // namespace
}  // namespace thimble
