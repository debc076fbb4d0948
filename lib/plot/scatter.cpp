#include "plot/scatter.h"

#include <algorithm>

#include "core/error.h"
#include "plot/frame.h"

namespace thimble {

namespace {

// The names in their regions: those whose region has room for a word.
void draw_names(Canvas& canvas, const Box& box, const Regions& regions, const std::vector<std::string>& names) {
  const double w = box.width / std::max(regions.columns, 1), h = box.height / std::max(regions.rows, 1);
  const std::vector<Deepest> places = deepest_cells(regions, static_cast<int>(names.size()));
  std::vector<Box> taken;
  for (size_t k = 0; k < places.size(); ++k) {
    if (places[k].depth * h < 7) continue;
    const double width = text_width(names[k], 12) + 10, height = 19;
    const double x = std::clamp(box.corner.x + (places[k].column + 0.5) * w, box.corner.x + width / 2 + 2,
                                box.corner.x + box.width - width / 2 - 2);
    const double y = box.corner.y + (places[k].row + 0.5) * h;
    const Box label{{x - width / 2, y - height / 2}, width, height};
    const bool free = std::none_of(taken.begin(), taken.end(), [&](const Box& other) {
      return std::max(label.corner.x, other.corner.x) <
                 std::min(label.corner.x + width, other.corner.x + other.width) &&
             std::max(label.corner.y, other.corner.y) <
                 std::min(label.corner.y + height, other.corner.y + other.height);
    });
    if (!free) continue;
    taken.push_back(label);
    canvas.rect(label.corner, width, height, {.fill = Ink::paper, .opacity = 0.82, .round = 4});
    canvas.text({x, y + 4}, names[k], {.anchor = Anchor::middle, .bold = true});
  }
}

}  // namespace

Point cell_middle(const ScatterOptions& o, int columns, int rows, int column, int row) {
  return {o.x_low + (o.x_high - o.x_low) * (column + 0.5) / columns,
          o.y_high - (o.y_high - o.y_low) * (row + 0.5) / rows};
}

std::string scatter(const std::vector<ClassPoint>& points, const std::vector<std::string>& names,
                    const Regions& regions, const ScatterOptions& o) {
  for (const ClassPoint& p : points)
    check(p.label >= 0 && p.label < static_cast<int>(names.size()), "scatter: expected labels from 0 to ",
          static_cast<int>(names.size()) - 1, ", got ", p.label);
  const ChartOptions chart{
      .title = o.title, .x_label = o.x_label, .y_label = o.y_label, .width = o.width, .height = o.height};
  const Frame frame(chart, names, linear_ticks(o.x_low, o.x_high, 6, Ends::exact),
                    linear_ticks(o.y_low, o.y_high, 6, Ends::exact));
  Canvas canvas(o.width, o.height, o.title);
  canvas.describe(grouped(static_cast<int64_t>(points.size())) + " points of " +
                  grouped(static_cast<int64_t>(names.size())) + " classes");
  frame.draw(canvas, Legend::markers);
  const Box box{{frame.left(), frame.top()}, frame.right() - frame.left(), frame.bottom() - frame.top()};
  draw_regions(canvas, box, regions);
  for (const ClassPoint& p : points) {
    if (!(p.x >= o.x_low && p.x <= o.x_high && p.y >= o.y_low && p.y <= o.y_high)) continue;
    canvas.marker(class_marker(p.label), {frame.x(p.x), frame.y(p.y)}, 3,
                  {.stroke = Ink::paper, .width = 0.6, .fill = class_ink(p.label)});
  }
  draw_names(canvas, box, regions, names);
  return canvas.svg();
}

}  // namespace thimble
