#include "plot/tile.h"

#include <algorithm>

#include "core/error.h"
#include "plot/png.h"

namespace thimble {

namespace {

std::vector<uint8_t> negative(std::span<const uint8_t> pixels) {
  std::vector<uint8_t> out(pixels.begin(), pixels.end());
  for (uint8_t& p : out) p = static_cast<uint8_t>(255 - p);
  return out;
}

void draw_mark(Canvas& canvas, Point corner, double w, double h, Mark mark) {
  const Point low = {corner.x - 3, corner.y - 3};
  if (mark == Mark::none) {
    canvas.rect({corner.x - 0.5, corner.y - 0.5}, w + 1, h + 1, {.stroke = Ink::grid, .width = 1});
    return;
  }
  const bool right = mark == Mark::right;
  const Ink ink = right ? Ink::good : Ink::bad;
  canvas.rect(low, w + 6, h + 6, {.stroke = ink, .width = right ? 1.0 : 2.5, .dash = right ? "" : "7 4", .round = 3});
  const Point c = {corner.x + w - 6, corner.y + 6};
  canvas.circle(c, 7, {.stroke = Ink::paper, .width = 1.5, .fill = ink});
  const Style pen{.stroke = Ink::paper, .width = 1.8};
  if (right) {
    const Point tick[] = {{c.x - 3.2, c.y + 0.2}, {c.x - 0.9, c.y + 2.6}, {c.x + 3.4, c.y - 2.6}};
    canvas.polyline(tick, pen);
  } else {
    canvas.line({c.x - 2.6, c.y - 2.6}, {c.x + 2.6, c.y + 2.6}, pen);
    canvas.line({c.x + 2.6, c.y - 2.6}, {c.x - 2.6, c.y + 2.6}, pen);
  }
}

}  // namespace

std::vector<std::string> caption_lines(const Tile& tile) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < tile.caption.size();) {
    const size_t end = std::min(tile.caption.find('\n', begin), tile.caption.size());
    lines.push_back(tile.caption.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void expect_pixels(const char* who, const Tile& tile, int width, int height) {
  check(tile.pixels.size() == static_cast<size_t>(width) * static_cast<size_t>(height), who, ": expected ", width,
        " x ", height, " pixels, got ", tile.pixels.size());
}

void draw_tile(Canvas& canvas, Point corner, const Tile& tile, int width, int height, double scale, bool dark_on_light,
               const std::string& spoken) {
  const double w = width * scale, h = height * scale;
  const std::vector<std::string> words = caption_lines(tile);
  std::string alt = tile.mark == Mark::right ? "right: " : tile.mark == Mark::wrong ? "wrong: " : "";
  alt += spoken;
  for (const std::string& l : words) alt += (alt.empty() || alt.ends_with(": ") ? "" : ", ") + l;
  const std::vector<uint8_t> shown = dark_on_light ? negative(tile.pixels) : std::vector<uint8_t>();
  const std::span<const uint8_t> pixels = dark_on_light ? std::span<const uint8_t>(shown) : tile.pixels;
  canvas.image(corner, w, h, grey_png(pixels, width, height), alt, dark_on_light);
  draw_mark(canvas, corner, w, h, tile.mark);
  for (size_t k = 0; k < words.size(); ++k) {
    canvas.text({corner.x + w / 2, corner.y + h + 18 + kCaptionLine * static_cast<double>(k)}, words[k],
                {.anchor = Anchor::middle, .ink = k == 0 ? Ink::text : Ink::soft});
  }
}

}  // namespace thimble
