#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "plot/chart.h"
#include "plot/frame.h"

namespace thimble {

namespace {

struct Bounds {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  void add(double v) {
    low = std::min(low, v);
    high = std::max(high, v);
  }
};

bool drawable(Point p, bool log_x) { return std::isfinite(p.x) && std::isfinite(p.y) && (!log_x || p.x > 0); }

// The runs of neighbouring points that can be drawn.
std::vector<std::vector<Point>> runs(const std::vector<Point>& points, bool log_x) {
  std::vector<std::vector<Point>> out;
  bool open = false;
  for (const Point& p : points) {
    const bool ok = drawable(p, log_x);
    if (ok && !open) out.emplace_back();
    if (ok) out.back().push_back(p);
    open = ok;
  }
  return out;
}

// The part of a-b with low <= y <= high; false if there is none.
bool cut(Point& a, Point& b, double low, double high) {
  if (std::max(a.y, b.y) < low || std::min(a.y, b.y) > high) return false;
  const auto at = [a, b](double y) { return Point{a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y}; };
  const Point from = a, to = b;
  if (from.y != std::clamp(from.y, low, high)) a = at(std::clamp(from.y, low, high));
  if (to.y != std::clamp(to.y, low, high)) b = at(std::clamp(to.y, low, high));
  return true;
}

void draw_curve(Canvas& canvas, const Frame& frame, const std::vector<Point>& run, int i, const Ticks& y) {
  const Style style{.stroke = series_ink(i), .width = 2, .dash = series_dash(i)};
  std::vector<Point> line;
  const auto flush = [&] {
    if (line.size() > 1) canvas.polyline(line, style);
    line.clear();
  };
  for (size_t k = 0; k + 1 < run.size(); ++k) {
    Point a = {frame.x(run[k].x), run[k].y}, b = {frame.x(run[k + 1].x), run[k + 1].y};
    const Point end = b;
    if (!cut(a, b, y.low, y.high)) {
      flush();
      continue;
    }
    if (line.empty()) line.push_back({a.x, frame.y(a.y)});
    line.push_back({b.x, frame.y(b.y)});
    if (b.y != end.y) flush();
  }
  flush();
}

void draw_markers(Canvas& canvas, const Frame& frame, const Series& s, int i, const Ticks& y, bool log_x) {
  const size_t every = 1 + s.points.size() / 26;  // so that neighbours do not touch
  for (size_t k = 0; k < s.points.size(); ++k) {
    const Point& p = s.points[k];
    const bool shown = k % every == 0 || k + 1 == s.points.size();
    if (!shown || !drawable(p, log_x) || p.y < y.low || p.y > y.high) continue;
    canvas.marker(series_marker(i), {frame.x(p.x), frame.y(p.y)}, 3.5,
                  {.stroke = Ink::paper,
                   .width = 1,
                   .fill = series_ink(i),
                   .tip = s.name + (s.name.empty() ? "" : ", ") + text(p.x) + ": " + text(p.y)});
  }
}

void draw_note(Canvas& canvas, const Frame& frame, const Note& note) {
  const Point at = {frame.x(note.at.x), frame.y(note.at.y)};
  canvas.line(at, {at.x, frame.bottom()}, {.stroke = Ink::soft, .width = 1, .dash = "2 3"});
  canvas.circle(at, 4.5, {.stroke = Ink::paper, .width = 1.5, .fill = series_ink(1), .tip = note.words});
  const double right = at.x + 8 + text_width(note.words, 12), moved = std::max(0.0, right - frame.right());
  canvas.text({at.x + 8 - moved, at.y + 15}, note.words, {.bold = true});
}

}  // namespace

std::string line_chart(const std::vector<Series>& series, const ChartOptions& options) {
  Bounds x, y;
  bool whole = true;
  std::vector<Series> shown;
  std::string spoken;
  for (const Series& s : series) {
    const std::vector<std::vector<Point>> parts = runs(s.points, options.log_x);
    if (parts.empty()) continue;
    shown.push_back(s);
    for (const std::vector<Point>& run : parts) {
      for (const Point& p : run) {
        x.add(p.x);
        y.add(p.y);
        whole = whole && p.x == std::floor(p.x);
      }
    }
    const Point first = parts.front().front(), last = parts.back().back();
    spoken += s.name + (s.name.empty() ? "from " : " from ") + text(first.y) + " at " + text(first.x) + " to " +
              text(last.y) + " at " + text(last.x) + ". ";
  }
  const bool empty = shown.empty();
  for (const Level& level : options.levels) y.add(level.y);
  for (const Note& note : options.notes) spoken += note.words + ". ";
  const int marks = options.height < 260 ? 3 : 5;
  const bool fixed = options.y_low < options.y_high;
  const Ticks y_ticks =
      fixed ? linear_ticks(options.y_low, options.y_high, marks, Ends::exact) : linear_ticks(y.low, y.high, marks);
  if (options.log_x && !empty && x.low == x.high) {
    x.low /= 10;
    x.high *= 10;
  }
  const Ticks x_ticks =
      options.log_x && !empty ? log_ticks(x.low, x.high) : linear_ticks(x.low, x.high, 10, Ends::exact, whole);

  std::vector<std::string> names;
  for (const Series& s : shown) names.push_back(s.name);
  if (names.size() == 1 && names[0].empty()) names.clear();
  const Frame frame(options, names, x_ticks, y_ticks);
  Canvas canvas(options.width, options.height, options.title);
  canvas.describe(empty ? "No data" : spoken);
  frame.draw(canvas, Legend::lines);
  if (empty) {
    canvas.text({(frame.left() + frame.right()) / 2, (frame.top() + frame.bottom()) / 2}, "no data",
                {.anchor = Anchor::middle, .ink = Ink::soft});
  }
  for (int i = 0; i < static_cast<int>(shown.size()); ++i) {
    const Series& s = shown[static_cast<size_t>(i)];
    for (const std::vector<Point>& run : runs(s.points, options.log_x)) draw_curve(canvas, frame, run, i, y_ticks);
  }
  for (int i = 0; i < static_cast<int>(shown.size()); ++i) {
    draw_markers(canvas, frame, shown[static_cast<size_t>(i)], i, y_ticks, options.log_x);
  }
  for (const Note& note : options.notes) {
    if (!drawable(note.at, options.log_x) || note.at.y < y_ticks.low || note.at.y > y_ticks.high) continue;
    draw_note(canvas, frame, note);
  }
  return canvas.svg();
}

}  // namespace thimble
