#include "app/picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/error.h"
#include "data/source.h"

namespace thimble {
namespace {

using Bytes = std::vector<uint8_t>;

Dataset tiny() { return load_data(THIMBLE_EXCERPT).test; }

// A shirt in tones of grey that fills 28 rows.
Bytes shirt() {
  Bytes out(784);
  for (int y = 0; y < 28; ++y) {
    for (int x = 0; x < 28; ++x) {
      const bool body = x >= 8 && x < 20, sleeves = y >= 1 && y < 12 && x >= 2 && x < 26;
      if (body || sleeves) out[static_cast<size_t>(y * 28 + x)] = static_cast<uint8_t>(120 + 3 * x + y);
    }
  }
  return out;
}

// Every pixel `scale` times as large, with `margin` of ground around. On a dark ground the tones stay, else they are
// those of the photograph: negated.
Picture photograph(std::span<const uint8_t> garment, int scale, int margin, uint8_t ground, bool negate) {
  Picture p;
  p.width = p.height = 28 * scale + 2 * margin;
  p.pixels.assign(static_cast<size_t>(p.width) * static_cast<size_t>(p.height), ground);
  for (int y = 0; y < 28 * scale; ++y) {
    for (int x = 0; x < 28 * scale; ++x) {
      const uint8_t v = garment[static_cast<size_t>(y / scale * 28 + x / scale)];
      if (v == 0) continue;
      p.pixels[static_cast<size_t>((y + margin) * p.width + x + margin)] = negate ? static_cast<uint8_t>(255 - v) : v;
    }
  }
  return p;
}

double mean_difference(std::span<const uint8_t> a, std::span<const uint8_t> b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += std::abs(int{a[i]} - int{b[i]});
  return sum / static_cast<double>(a.size());
}

int sum(const Bytes& bytes) {
  int s = 0;
  for (const uint8_t b : bytes) s += b;
  return s;
}

TEST(Picture, TheDataSetsOwnFormPassesByteForByte) {
  const Dataset test = tiny();
  for (int i = 0; i < test.size(); ++i) {
    const std::span<const uint8_t> pixels = test.x.bytes(i);
    const Bytes original(pixels.begin(), pixels.end());
    EXPECT_EQ(garment({28, 28, 1, original}), original) << "picture " << i;
  }
}

TEST(Picture, GreyStoredAsColourPassesTheSame) {
  const Bytes grey = shirt();
  Picture rgb{28, 28, 3, {}}, rgba{28, 28, 4, {}};
  for (const uint8_t v : grey) {
    rgb.pixels.insert(rgb.pixels.end(), {v, v, v});
    rgba.pixels.insert(rgba.pixels.end(), {v, v, v, 255});
  }
  EXPECT_EQ(garment(rgb), grey);
  EXPECT_EQ(garment(rgba), grey);
}

TEST(Picture, AShirtComesBackFromWhiteGreyAndDarkGroundsOfAnySize) {
  const Bytes original = shirt();
  for (const int scale : {8, 13, 20}) {
    for (const int ground : {255, 240, 20, 0}) {
      const Bytes back = garment(photograph(original, scale, 3 * scale, static_cast<uint8_t>(ground), ground > 100));
      EXPECT_LT(mean_difference(back, original), 2.5) << "scale " << scale << " ground " << ground;
    }
  }
  // On mid grey, a tone equal to the ground is garment where garment encloses it.
  EXPECT_LT(mean_difference(garment(photograph(original, 10, 30, 150, true)), original), 8);
}

TEST(Picture, RealPicturesComeBackFromWhiteAndDarkGrounds) {
  const Dataset test = tiny();
  double white = 0, dark = 0;
  const int n = std::min(40, test.size());
  for (int i = 0; i < n; ++i) {
    white += mean_difference(garment(photograph(test.x.bytes(i), 8, 40, 255, true)), test.x.bytes(i)) / n;
    dark += mean_difference(garment(photograph(test.x.bytes(i), 8, 40, 0, false)), test.x.bytes(i)) / n;
  }
  EXPECT_LT(white, 5);
  EXPECT_LT(dark, 5);
}

// Paper that is darker towards one corner, and darker towards all of them.
TEST(Picture, AShirtComesBackFromUnevenGround) {
  const Bytes original = shirt();
  for (const double bend : {0.0, 25.0}) {
    Picture p = photograph(original, 10, 40, 255, true);
    for (int y = 0; y < p.height; ++y) {
      for (int x = 0; x < p.width; ++x) {
        const double u = 2.0 * x / (p.width - 1) - 1, v = 2.0 * y / (p.height - 1) - 1;
        uint8_t& pixel = p.pixels[static_cast<size_t>(y * p.width + x)];
        if (pixel == 255) pixel = static_cast<uint8_t>(215 - (bend == 0 ? 20 * u + 18 * v : bend * (u * u + v * v)));
      }
    }
    EXPECT_LT(mean_difference(garment(p), original), 2.5) << bend;
  }
}

TEST(Picture, AFrontOfNearlyTheGroundsColourIsNoHole) {
  Picture p{200, 200, 1, Bytes(40000, 150)};
  for (int y = 30; y < 170; ++y) {
    for (int x = 30; x < 170; ++x) {
      const bool front = y >= 60 && y < 140 && x >= 60 && x < 140;
      p.pixels[static_cast<size_t>(y * 200 + x)] = front ? 146 : 40;
    }
  }
  EXPECT_EQ(garment(p)[14 * 28 + 14], 109);  // 255 - 146
  for (uint8_t& v : p.pixels) v = v == 146 ? 150 : v;
  EXPECT_EQ(garment(p)[14 * 28 + 14], 0);  // a frame, and the ground behind it
}

TEST(Picture, AGarmentThatTheFrameCutsDoesNotBendTheGround) {
  Picture p{200, 200, 1, Bytes(40000)};
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      const bool trousers = y >= 60 && x >= 70 && x < 130;  // they go on below
      p.pixels[static_cast<size_t>(y * 200 + x)] = static_cast<uint8_t>(trousers ? 60 : 200 + x / 8);
    }
  }
  const Bytes out = garment(p);  // 60 x 140 becomes 12 x 28
  for (int y = 0; y < 28; ++y) {
    EXPECT_EQ(out[static_cast<size_t>(y * 28 + 4)], 0) << y;
    EXPECT_EQ(out[static_cast<size_t>(y * 28 + 24)], 0) << y;
    EXPECT_EQ(out[static_cast<size_t>(y * 28 + 14)], 195) << y;
  }
}

TEST(Picture, TransparencyIsWhitePaper) {
  const Bytes original = shirt();
  const Picture white = photograph(original, 8, 20, 255, true);
  Picture clear{white.width, white.height, 4, {}};
  for (const uint8_t v : white.pixels) {
    const bool ground = v == 255;
    const uint8_t hidden = ground ? 17 : v;
    clear.pixels.insert(clear.pixels.end(), {hidden, hidden, hidden, static_cast<uint8_t>(ground ? 0 : 255)});
  }
  EXPECT_EQ(garment(clear), garment(white));
}

TEST(Picture, ColourCountsWhereGreyDoesNotDiffer) {
  Picture p{60, 60, 3, {}};  // red on a green of the same grey
  for (int i = 0; i < 3600; ++i) {
    const bool inside = i % 60 >= 20 && i % 60 < 40 && i / 60 >= 10 && i / 60 < 50;
    if (inside) {
      p.pixels.insert(p.pixels.end(), {250, 50, 0});
    } else {
      p.pixels.insert(p.pixels.end(), {0, 178, 0});
    }
  }
  const Bytes out = garment(p);
  EXPECT_GT(out[14 * 28 + 14], 100);
  EXPECT_EQ(out[14 * 28 + 2], 0);
}

TEST(Picture, TheLongerSideFillsTheFrameAndTheShorterIsCentred) {
  Picture p{200, 100, 1, Bytes(20000, 255)};
  for (int y = 40; y < 60; ++y) {
    for (int x = 10; x < 90; ++x) p.pixels[static_cast<size_t>(y * 200 + x)] = 55;
  }
  const Bytes out = garment(p);  // 80 x 20 becomes 28 x 7, in rows 11 to 17
  for (int y = 0; y < 28; ++y) {
    for (int x = 0; x < 28; ++x) {
      const int v = out[static_cast<size_t>(y * 28 + x)];
      EXPECT_EQ(v, y >= 11 && y < 18 ? 200 : 0) << x << ", " << y;
    }
  }
}

TEST(Picture, AFewSpecksDoNotMoveTheFrame) {
  const Bytes original = shirt();
  Picture p = photograph(original, 20, 100, 255, true);
  const Bytes clean = garment(p);
  p.pixels[static_cast<size_t>(5 * p.width + 7)] = 0;
  p.pixels[static_cast<size_t>(700 * p.width + 750)] = 0;
  EXPECT_EQ(garment(p), clean);
}

TEST(Picture, OneColourHasNoGarment) {
  for (const int v : {0, 128, 255}) EXPECT_EQ(sum(garment({50, 40, 1, Bytes(2000, static_cast<uint8_t>(v))})), 0);
  EXPECT_EQ(sum(garment({28, 28, 1, Bytes(784, 255)})), 0);
}

TEST(Picture, TinyAndNarrowPicturesAreTaken) {
  EXPECT_EQ(garment({1, 1, 1, {9}}).size(), 784u);
  EXPECT_EQ(garment({1, 300, 3, Bytes(900, 7)}).size(), 784u);
  EXPECT_EQ(garment({300, 1, 4, Bytes(1200, 7)}).size(), 784u);
  const Bytes dot = garment({3, 3, 1, {255, 255, 255, 255, 0, 255, 255, 255, 255}});
  EXPECT_TRUE(std::all_of(dot.begin(), dot.end(), [](uint8_t v) { return v == 255; }));
  EXPECT_EQ(garment({3, 3, 1, {255, 255, 255, 255, 0, 255, 255, 255, 255}}, 32, 20).size(), 640u);
}

TEST(Picture, WhatIsNoPictureIsAUsageError) {
  const auto kind = [](const Picture& p) {
    try {
      garment(p);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("none");
  };
  EXPECT_EQ(kind({0, 28, 1, {}}), "picture: expected sizes above 0, got 0 x 28 to 28 x 28");
  EXPECT_EQ(kind({2, 2, 2, Bytes(8)}), "picture: expected 1, 3 or 4 channels, got 2");
  EXPECT_EQ(kind({2, 2, 3, Bytes(11)}), "picture: expected 12 bytes, got 11");
}

}  // namespace
}  // namespace thimble
