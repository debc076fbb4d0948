// One small picture with its caption and its mark, as grids and tables of pictures show it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plot/canvas.h"

namespace thimble {

// Not by colour alone: a tick and a thin frame, or a cross and a thick dashed frame.
enum class Mark { none, right, wrong };

struct Tile {
  std::span<const uint8_t> pixels;
  std::string caption;  // lines parted by '\n'; the second and later ones are softer
  Mark mark = Mark::none;
};

constexpr double kCaptionLine = 15;  // the height of a caption's line

std::vector<std::string> caption_lines(const Tile& tile);
void expect_pixels(const char* who, const Tile& tile, int width, int height);  // usage error for another number

// The picture, `scale` times larger, with its mark around it and its caption below. `spoken` stands before the caption
// in the picture's text alternative.
void draw_tile(Canvas& canvas, Point corner, const Tile& tile, int width, int height, double scale, bool dark_on_light,
               const std::string& spoken = "");

}  // namespace thimble
