#include "plot/image_table.h"

#include <algorithm>

#include "core/error.h"

namespace thimble {

namespace {

constexpr double kMargin = 18, kGap = 14, kApart = 18, kHead = 24;

struct Layout {
  double names = 0, step_x = 0, step_y = 0, top = kMargin, widest = 0;

  Layout(const std::vector<std::string>& columns, const std::vector<ImageRow>& rows, const ImageTableOptions& options) {
    const double w = options.width * options.scale, h = options.height * options.scale;
    widest = w;
    size_t most_lines = 0;
    for (const std::string& head : columns) widest = std::max(widest, text_width(head, 12));
    for (const ImageRow& row : rows) {
      check(row.tiles.size() <= columns.size(), "image_table: expected at most ", columns.size(),
            " tiles in a row, got ", row.tiles.size());
      for (const std::string& line : caption_lines({{}, row.name})) names = std::max(names, text_width(line, 12) + 16);
      for (const Tile& tile : row.tiles) {
        expect_pixels("image_table", tile, options.width, options.height);
        const std::vector<std::string> words = caption_lines(tile);
        most_lines = std::max(most_lines, words.size());
        for (const std::string& line : words) widest = std::max(widest, text_width(line, 12));
      }
    }
    step_x = widest + kGap;
    step_y = h + kCaptionLine * static_cast<double>(most_lines) + (most_lines > 0 ? 20 : 12);
    if (!options.title.empty()) top += 30;
    if (std::any_of(columns.begin(), columns.end(), [](const std::string& s) { return !s.empty(); })) top += kHead;
  }
};

void draw_name(Canvas& canvas, const std::string& name, double middle) {
  const std::vector<std::string> lines = caption_lines({{}, name});
  double at = middle + 4 - kCaptionLine * 0.5 * static_cast<double>(lines.empty() ? 0 : lines.size() - 1);
  for (const std::string& line : lines) {
    canvas.text({kMargin, at}, line, {.ink = &line == &lines[0] ? Ink::text : Ink::soft});
    at += kCaptionLine;
  }
}

}  // namespace

std::string image_table(const std::vector<std::string>& columns, const std::vector<ImageRow>& rows,
                        const ImageTableOptions& options) {
  const Layout layout(columns, rows, options);
  const double w = options.width * options.scale, h = options.height * options.scale;
  const auto middle_of = [&](size_t column) {
    const double apart = options.first_is_apart && column > 0 ? kApart : 0;
    return kMargin + layout.names + layout.widest / 2 + layout.step_x * static_cast<double>(column) + apart;
  };
  const double last = columns.empty() ? kMargin : middle_of(columns.size() - 1) + layout.widest / 2;
  const double page = std::max(last + kMargin, 2 * kMargin + text_width(options.title, 15) * 1.08);
  Canvas canvas(page, layout.top + layout.step_y * static_cast<double>(rows.size()) + kMargin - 8, options.title);
  if (!options.title.empty()) canvas.text({kMargin, kMargin + 12}, options.title, {.size = 15, .bold = true});
  for (size_t j = 0; j < columns.size(); ++j)
    canvas.text({middle_of(j), layout.top - 10}, columns[j], {.anchor = Anchor::middle, .ink = Ink::soft});

  size_t count = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const double top = layout.top + layout.step_y * static_cast<double>(i);
    draw_name(canvas, rows[i].name, top + h / 2);
    std::string name = rows[i].name;
    std::replace(name.begin(), name.end(), '\n', ' ');
    for (size_t j = 0; j < rows[i].tiles.size(); ++j, ++count) {
      const std::string spoken = name + (name.empty() || columns[j].empty() ? "" : ", ") + columns[j];
      draw_tile(canvas, {middle_of(j) - w / 2, top}, rows[i].tiles[j], options.width, options.height, options.scale,
                options.dark_on_light, spoken);
    }
  }
  canvas.describe(grouped(static_cast<int64_t>(count)) + " pictures");
  return canvas.svg();
}

}  // namespace thimble
