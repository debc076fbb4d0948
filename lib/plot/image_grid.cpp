#include "plot/image_grid.h"

#include <algorithm>

#include "core/error.h"
#include "plot/canvas.h"

namespace thimble {

std::string image_grid(const std::vector<Tile>& tiles, int width, int height, int columns, double scale,
                       const std::string& title, bool dark_on_light) {
  check(columns > 0 && scale > 0, "image_grid: expected at least one column and a scale above 0, got ", columns,
        " and ", scale);
  const double w = width * scale, h = height * scale, margin = 18;
  size_t most_lines = 0;
  double widest = w;
  for (const Tile& t : tiles) {
    expect_pixels("image_grid", t, width, height);
    const std::vector<std::string> words = caption_lines(t);
    most_lines = std::max(most_lines, words.size());
    for (const std::string& l : words) widest = std::max(widest, text_width(l, 12));
  }
  const int count = static_cast<int>(tiles.size());
  const int across = std::max(1, std::min(columns, count)), down = (count + columns - 1) / columns;
  const double step_x = widest + 16,
               step_y = h + kCaptionLine * static_cast<double>(most_lines) + (most_lines > 0 ? 22 : 16);
  const double top = margin + (title.empty() ? 0 : 30);
  const double page = std::max(2 * margin + step_x * across - 16, 2 * margin + text_width(title, 15) * 1.08);
  Canvas canvas(page, top + step_y * down - 16 + margin, title);
  if (!title.empty()) canvas.text({margin, margin + 12}, title, {.size = 15, .bold = true});

  for (int i = 0; i < count; ++i) {
    const Tile& t = tiles[static_cast<size_t>(i)];
    const Point corner = {margin + step_x * (i % columns) + (widest - w) / 2, top + step_y * (i / columns)};
    draw_tile(canvas, corner, t, width, height, scale, dark_on_light);
  }
  canvas.describe(grouped(count) + " pictures");
  return canvas.svg();
}

}  // namespace thimble
