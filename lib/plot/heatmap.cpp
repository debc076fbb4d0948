#include "plot/heatmap.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "plot/canvas.h"

namespace thimble {

namespace {

constexpr double kWhiteFrom =
    0.72;  // on this much of Ink::heat over white paper, white and black words read equally well
constexpr double kStrongestMistake = 0.6;

struct Share {
  double of_row = 0, largest_mistake = 0;
};

void draw_cell(Canvas& canvas, Point corner, const HeatmapOptions& options, int64_t count, const Share& share,
               bool right, const std::string& tip) {
  const double side = options.cell;
  // The root spreads the many small shares of mistakes.
  const double opacity = right ? 0.06 + 0.94 * share.of_row
                         : share.largest_mistake > 0
                             ? kStrongestMistake * std::sqrt(share.of_row / share.largest_mistake)
                             : 0;
  canvas.rect({corner.x + 0.5, corner.y + 0.5}, side - 1, side - 1, {.fill = Ink::grid, .opacity = 0.5, .round = 3});
  if (right || count > 0) {
    canvas.rect({corner.x + 0.5, corner.y + 0.5}, side - 1, side - 1,
                {.fill = right ? Ink::heat : Ink::bad, .opacity = opacity, .round = 3, .tip = tip});
  }
  const Point middle = {corner.x + side / 2, corner.y + side / 2};
  if (count == 0) {
    canvas.text({middle.x, middle.y + 4}, "0", {.size = 11, .anchor = Anchor::middle, .ink = Ink::axis});
    return;
  }
  const Ink ink = right && opacity >= kWhiteFrom ? Ink::white : Ink::text;
  canvas.text({middle.x, middle.y + (options.percentages ? -1 : 5)}, grouped(count),
              {.size = 14, .anchor = Anchor::middle, .ink = ink, .bold = right});
  if (!options.percentages) return;
  canvas.text({middle.x, middle.y + 13}, decimal(100 * share.of_row, 1) + "%",
              {.size = 10, .anchor = Anchor::middle, .ink = ink});
}

}  // namespace

std::string heatmap(const std::vector<std::vector<int64_t>>& counts, const std::vector<std::string>& names,
                    const HeatmapOptions& options) {
  const size_t n = counts.size();
  check(names.size() == n, "heatmap: expected a name for each of ", n, " rows, got ", names.size());
  double widest = 0, largest = 0;
  int64_t total = 0, right = 0;
  std::vector<double> sums(n);
  for (size_t i = 0; i < n; ++i) {
    check(counts[i].size() == n, "heatmap: row ", i, ": expected ", n, " counts, got ", counts[i].size());
    int64_t sum = 0;
    for (const int64_t c : counts[i]) {
      check(c >= 0, "heatmap: row ", i, ": expected counts of at least 0, got ", c);
      sum += c;
    }
    sums[i] = static_cast<double>(std::max<int64_t>(1, sum));
    total += sum;
    right += counts[i][i];
    for (size_t j = 0; j < n; ++j) {
      if (j != i) largest = std::max(largest, static_cast<double>(counts[i][j]) / sums[i]);
    }
    widest = std::max(widest, text_width(names[i], 12));
  }

  const double side = options.cell, margin = 16, grid = side * static_cast<double>(n);
  const bool turned = widest > side - 4;  // the columns' names lean where they would touch
  const double rise = turned ? widest * 0.6 + 12 : 18;
  const double left = margin + 20 + widest + 10, top = margin + (options.title.empty() ? 0 : 30) + 20 + rise;
  const double overhang =
      turned ? std::max(0.0, text_width(names.empty() ? "" : names.back(), 12) * 0.8 - side / 2) : 0;
  Canvas canvas(left + grid + std::max(margin, overhang + 8), top + grid + margin, options.title);
  canvas.describe(grouped(right) + " of " + grouped(total) + " on the diagonal");
  if (!options.title.empty()) canvas.text({margin, margin + 14}, options.title, {.size = 15, .bold = true});
  canvas.text({left + grid / 2, top - rise - 8}, options.column_label, {.anchor = Anchor::middle, .ink = Ink::soft});
  canvas.text({margin + 11, top + grid / 2}, options.row_label,
              {.anchor = Anchor::middle, .ink = Ink::soft, .turn = -90});
  for (size_t i = 0; i < n; ++i) {
    const double at = (static_cast<double>(i) + 0.5) * side;
    canvas.text({left - 10, top + at + 4}, names[i], {.anchor = Anchor::end});
    canvas.text({left + at + (turned ? 2 : 0), top - 8}, names[i],
                {.anchor = turned ? Anchor::start : Anchor::middle, .turn = turned ? -36.0 : 0.0});
    for (size_t j = 0; j < n; ++j) {
      const double share = static_cast<double>(counts[i][j]) / sums[i];
      const std::string tip = options.row_label + " " + names[i] + ", " + options.column_label + " " + names[j] + ": " +
                              grouped(counts[i][j]) + " (" + decimal(100 * share, 1) + "%)";
      const Point corner = {left + static_cast<double>(j) * side, top + static_cast<double>(i) * side};
      draw_cell(canvas, corner, options, counts[i][j], {share, largest}, i == j, tip);
    }
  }
  return canvas.svg();
}

}  // namespace thimble
