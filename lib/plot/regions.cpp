#include "plot/regions.h"

#include <algorithm>

namespace thimble {

namespace {

// Runs of one class in a row, as boxes.
std::vector<std::vector<Box>> runs_of(const Box& box, const Regions& r) {
  const double w = box.width / r.columns, h = box.height / r.rows;
  std::vector<std::vector<Box>> boxes;
  for (int row = 0; row < r.rows; ++row)
    for (int begin = 0; begin < r.columns;) {
      int end = begin;
      while (end < r.columns && r.at(end, row) == r.at(begin, row)) ++end;
      const size_t k = static_cast<size_t>(r.at(begin, row));
      if (boxes.size() <= k) boxes.resize(k + 1);
      boxes[k].push_back({{box.corner.x + begin * w, box.corner.y + row * h}, (end - begin) * w, h});
      begin = end;
    }
  return boxes;
}

// Between four neighbouring middles: through the middles of those sides whose ends differ (marching squares).
std::vector<Point> borders_of(const Box& box, const Regions& r) {
  const double w = box.width / r.columns, h = box.height / r.rows;
  std::vector<Point> ends;
  for (int row = 0; row + 1 < r.rows; ++row)
    for (int column = 0; column + 1 < r.columns; ++column) {
      const int a = r.at(column, row), b = r.at(column + 1, row), c = r.at(column, row + 1),
                d = r.at(column + 1, row + 1);
      const Point middle = {box.corner.x + (column + 1) * w, box.corner.y + (row + 1) * h};
      std::vector<Point> sides;
      if (a != b) sides.push_back({middle.x, middle.y - h / 2});
      if (b != d) sides.push_back({middle.x + w / 2, middle.y});
      if (c != d) sides.push_back({middle.x, middle.y + h / 2});
      if (a != c) sides.push_back({middle.x - w / 2, middle.y});
      if (sides.size() == 2) ends.insert(ends.end(), sides.begin(), sides.end());
      if (sides.size() > 2)
        for (const Point& side : sides) ends.insert(ends.end(), {side, middle});
    }
  return ends;
}

}  // namespace

void draw_regions(Canvas& canvas, const Box& box, const Regions& regions) {
  if (regions.classes.empty()) return;
  const std::vector<std::vector<Box>> boxes = runs_of(box, regions);
  for (size_t k = 0; k < boxes.size(); ++k)
    if (!boxes[k].empty()) canvas.boxes(boxes[k], {.fill = class_ink(static_cast<int>(k)), .opacity = 0.2});
  const std::vector<Point> borders = borders_of(box, regions);
  if (!borders.empty()) canvas.segments(borders, {.stroke = Ink::soft, .width = 1});
}

std::vector<Deepest> deepest_cells(const Regions& r, int classes) {
  std::vector<Deepest> deepest(static_cast<size_t>(classes));
  std::vector<int> depth(r.classes.size());
  const auto at = [&](int column, int row) -> int& { return depth[static_cast<size_t>(row * r.columns + column)]; };
  const auto beyond = [&](int column, int row, int k) {
    if (column < 0 || row < 0 || column >= r.columns || row >= r.rows) return 0;
    return r.at(column, row) == k ? at(column, row) : 0;
  };
  for (int row = 0; row < r.rows; ++row)
    for (int column = 0; column < r.columns; ++column) {
      const int k = r.at(column, row);
      at(column, row) = 1 + std::min(beyond(column - 1, row, k), beyond(column, row - 1, k));
    }
  for (int row = r.rows - 1; row >= 0; --row)
    for (int column = r.columns - 1; column >= 0; --column) {
      const int k = r.at(column, row);
      at(column, row) = std::min(at(column, row), 1 + std::min(beyond(column + 1, row, k), beyond(column, row + 1, k)));
      if (k >= 0 && k < classes && at(column, row) > deepest[static_cast<size_t>(k)].depth)
        deepest[static_cast<size_t>(k)] = {column, row, at(column, row)};
    }
  return deepest;
}

}  // namespace thimble
