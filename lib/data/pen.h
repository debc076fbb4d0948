// A filled photograph as a person might draw it: with a pen (its edges), or with pen and bucket (its silhouette in few
// greys); trimmed, centred and sharpened as app/picture.h does it with a drawing. So a network that learns from
// photographs meets drawings too. On the picture's own grid: a stroke is a distance to a line, not pixels of a canvas.
#pragma once

#include <array>
#include <span>

#include "core/rng.h"

namespace thimble {

enum class Drawing { outline, fill };

// How one picture is drawn. Lengths in pixels of the result, levels as shares of the picture's largest value.
struct Strokes {
  static constexpr int kNodes = 5;  // of the hand's unsteadiness, along each axis
  float width = 0.5f;               // of the pen: 2 to 6 pixels on a canvas of 280 are .2 to 1.2 here
  float level = 0.1f;               // what is above it is garment
  float inner = 2;                  // a change of tone of so much a pixel is drawn, if that is at most 1
  float tall = 1;                   // the drawing's height by its width, as a share of the photograph's
  std::array<float, 2 * kNodes * kNodes> wobble{};  // pixels, x and y: how far the hand strays at each node
  std::array<float, 3> greys{};                     // of the bucket, from the garment's lightest part to its darkest
  int parts = 0;                                    // how many of them are used; 0: no bucket
  bool pen = true;                                  // whether lines are drawn
};

Strokes random_strokes(Drawing drawing, Rng& rng);

// The picture x of height x width values, 0 = nothing, becomes its drawing. One without anything above the level stays.
void draw(const Strokes& strokes, int height, int width, std::span<float> x);

}  // namespace thimble
