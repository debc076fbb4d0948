#include "plot/image_grid.h"

#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "plot/canvas.h"

namespace thimble {

namespace {

std::vector<std::string> lines_of(const std::string& words) {
  std::vector<std::string> lines;
  std::istringstream in(words);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

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

std::string image_grid(const std::vector<Tile>& tiles, int width, int height, int columns, double scale,
                       const std::string& title, bool dark_on_light) {
  check(columns > 0 && scale > 0, "image_grid: expected at least one column and a scale above 0, got ", columns,
        " and ", scale);
  const double w = width * scale, h = height * scale, margin = 18, line = 15;
  size_t most_lines = 0;
  double widest = w;
  for (const Tile& t : tiles) {
    check(t.pixels.size() == static_cast<size_t>(width) * static_cast<size_t>(height), "image_grid: expected ", width,
          " x ", height, " pixels, got ", t.pixels.size());
    const std::vector<std::string> words = lines_of(t.caption);
    most_lines = std::max(most_lines, words.size());
    for (const std::string& l : words) widest = std::max(widest, text_width(l, 12));
  }
  const int count = static_cast<int>(tiles.size());
  const int across = std::max(1, std::min(columns, count)), down = (count + columns - 1) / columns;
  const double step_x = widest + 16, step_y = h + line * static_cast<double>(most_lines) + (most_lines > 0 ? 22 : 16);
  const double top = margin + (title.empty() ? 0 : 30);
  const double page = std::max(2 * margin + step_x * across - 16, 2 * margin + text_width(title, 15) * 1.08);
  Canvas canvas(page, top + step_y * down - 16 + margin, title);
  if (!title.empty()) canvas.text({margin, margin + 12}, title, {.size = 15, .bold = true});

  for (int i = 0; i < count; ++i) {
    const Tile& t = tiles[static_cast<size_t>(i)];
    const Point corner = {margin + step_x * (i % columns) + (widest - w) / 2, top + step_y * (i / columns)};
    const std::vector<std::string> words = lines_of(t.caption);
    std::string alt = t.mark == Mark::right ? "right: " : t.mark == Mark::wrong ? "wrong: " : "";
    for (const std::string& l : words) alt += (&l == &words[0] ? "" : ", ") + l;
    const std::vector<uint8_t> shown = dark_on_light ? negative(t.pixels) : std::vector<uint8_t>();
    const std::span<const uint8_t> pixels = dark_on_light ? std::span<const uint8_t>(shown) : t.pixels;
    canvas.image(corner, w, h, grey_png(pixels, width, height), alt, dark_on_light);
    draw_mark(canvas, corner, w, h, t.mark);
    for (size_t k = 0; k < words.size(); ++k) {
      canvas.text({corner.x + w / 2, corner.y + h + 18 + line * static_cast<double>(k)}, words[k],
                  {.anchor = Anchor::middle, .ink = k == 0 ? Ink::text : Ink::soft});
    }
  }
  canvas.describe(grouped(count) + " pictures");
  return canvas.svg();
}

}  // namespace thimble
