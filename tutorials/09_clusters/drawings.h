// The drawings of chapter 09: panels side by side, each a square of the plane from -1.4 to 1.4, and centres as pictures.
#pragma once

#include <string>
#include <vector>

#include "learn/dataset.h"
#include "plot/canvas.h"
#include "plot/image_grid.h"

using Trail = std::vector<thimble::Tensor>;  // the centres (k, 2) after each step

inline thimble::Point place(int panel, std::span<const float> p) {
  return {110 + 210.0 * panel + 70 * double(p[0]), 130 - 70 * double(p[1])};
}

inline void title(thimble::Canvas& canvas, int panel, const std::string& words) {
  canvas.text({110 + 210.0 * panel, 22}, words, {.anchor = thimble::Anchor::middle, .bold = true});
}

// The samples, each with the shape and colour of its cluster, and the ways that the centres went, from a small circle
// to a large mark.
inline void draw_clusters(thimble::Canvas& canvas, int panel, const std::string& words, const thimble::Samples& x,
                          const std::vector<int>& labels, const Trail& trail) {
  title(canvas, panel, words);
  for (int n = 0; n < x.size(); ++n) {
    const int j = labels[size_t(n)];
    canvas.marker(thimble::series_marker(j), place(panel, x.features().row(n)), 2.5,
                  {.fill = thimble::series_ink(j), .opacity = 0.6});
  }
  for (int j = 0; j < trail.back().dim(0); ++j) {
    std::vector<thimble::Point> way;
    for (const thimble::Tensor& c : trail) way.push_back(place(panel, c.row(j)));
    canvas.marker(thimble::series_marker(j), way.back(), 6,
                  {.stroke = thimble::Ink::text, .width = 2, .fill = thimble::series_ink(j)});
    if (way.size() > 1) canvas.polyline(way, {.stroke = thimble::Ink::text, .width = 1});
    canvas.circle(way.front(), 3, {.stroke = thimble::Ink::text, .width = 1.5, .fill = thimble::Ink::paper});
  }
}

// Units that are neighbours in the grid of rows x columns, joined by lines.
inline void draw_map(thimble::Canvas& canvas, int panel, const std::string& words, const thimble::Tensor& units,
                     int rows, int columns) {
  title(canvas, panel, words);
  std::vector<std::vector<thimble::Point>> along, across;
  along.resize(size_t(rows));
  across.resize(size_t(columns));
  for (int i = 0; i < rows * columns; ++i) {
    along[size_t(i / columns)].push_back(place(panel, units.row(i)));
    across[size_t(i % columns)].push_back(place(panel, units.row(i)));
  }
  for (const auto& line : along) canvas.polyline(line, {.stroke = thimble::Ink::series0});
  for (const auto& line : across) canvas.polyline(line, {.stroke = thimble::Ink::series1});
}

// Centres of pictures of 28 x 28 pixels from 0 to 1.
inline std::string draw_centres(const thimble::Tensor& centres, const std::vector<std::string>& captions) {
  std::vector<uint8_t> pixels;
  std::vector<thimble::Tile> tiles;
  for (const float v : centres.values()) pixels.push_back(static_cast<uint8_t>(255 * v + 0.5f));
  for (size_t j = 0; j < captions.size(); ++j)
    tiles.push_back({std::span(pixels).subspan(784 * j, 784), captions[j], thimble::Mark::none});
  return thimble::image_grid(tiles, 28, 28, 5, 4, "Ten centres, found without labels");
}
