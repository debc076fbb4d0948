#include "app/ground.h"

#include <gtest/gtest.h>

#include "core/rng.h"

namespace thimble {
namespace {

// The border of a picture of 100 x 100 whose colours are those of `colour`.
template <class F>
std::vector<BorderPixel> border(const F& colour) {
  std::vector<BorderPixel> out;
  for (int k = 0; k < 100; ++k) {
    const float t = 2 * static_cast<float>(k) / 99 - 1;
    for (const auto& [x, y] : {std::pair{t, -1.0f}, {t, 1.0f}, {-1.0f, t}, {1.0f, t}})
      out.push_back({x, y, colour(x, y)});
  }
  return out;
}

void expect_colour(const Colour& got, const Colour& want, float within) {
  for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(got[c], want[c], within) << c;
}

TEST(Ground, OneColourIsFoundExactly) {
  const GroundModel g = fit_ground(border([](float, float) { return Colour{250, 240, 3}; }));
  expect_colour(g.at(0, 0), {250, 240, 3}, 1e-3f);
  expect_colour(g.at(-1, 1), {250, 240, 3}, 1e-3f);
  EXPECT_LT(g.roughness, 1e-3f);
}

TEST(Ground, EachChannelHasItsOwnSurface) {
  const auto light = [](float x, float y) { return Colour{180 + 20 * x, 150 - 30 * y, 120 - 15 * (x * x + y * y)}; };
  const GroundModel g = fit_ground(border(light));
  for (const float x : {-1.0f, -0.4f, 0.0f, 0.7f})
    for (const float y : {-0.9f, 0.0f, 0.3f}) expect_colour(g.at(x, y), light(x, y), 1.0f);
}

TEST(Ground, NoiseIsItsRoughness) {
  Rng rng(3, Purpose::test);
  const GroundModel g = fit_ground(border([&](float x, float) {
    const float v = 150 + 25 * x + rng.uniform(-6, 6);
    return Colour{v, v, v};
  }));
  EXPECT_NEAR(g.roughness, 3, 0.7f);
  EXPECT_NEAR(g.at(0.5f, 0)[0], 162.5f, 2);
}

TEST(Ground, WhatStandsOnAThirdOfTheBorderDoesNotBendIt) {
  const GroundModel g = fit_ground(border([](float x, float y) {
    const bool garment = y > 0.99f && x > -0.7f && x < 0.7f;
    const float v = garment ? 30 : 190 + 20 * x;
    return Colour{v, v, v};
  }));
  for (const float x : {-0.8f, 0.0f, 0.8f})
    for (const float y : {-0.8f, 0.8f}) EXPECT_NEAR(g.at(x, y)[0], 190 + 20 * x, 1.5f);
}

TEST(Ground, RowsSayWhatTheModelSaysBitForBit) {
  Rng rng(5, Purpose::test);
  GroundModel g;
  for (Colour& term : g.terms)
    for (float& value : term) value = rng.uniform(-200, 200);
  std::vector<float> across(37), row(37);
  for (float& x : across) x = rng.uniform(-1, 1);
  for (size_t c = 0; c < 3; ++c) {
    const GroundRows rows(g, c, across);
    for (const float y : {-1.0f, -0.37f, 0.0f, 0.61f, 1.0f}) {
      rows.at(y, row);
      for (size_t i = 0; i < row.size(); ++i) EXPECT_EQ(row[i], g.at(across[i], y)[c]) << i;
    }
  }
}

TEST(Ground, MedianIsTheUpperMiddle) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 3);
  EXPECT_EQ(difference({1, 5, 9}, {1, 2, 11}), 3);
}

}  // namespace
}  // namespace thimble
