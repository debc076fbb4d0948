// Centres over time, the clusters and the map.
#include <algorithm>

#include "classic/cluster_classifier.h"
#include "core/error.h"
#include "native/method_pictures.h"
#include "plot/chart.h"
#include "plot/image_grid.h"
#include "plot/image_table.h"
#include "plot/markup.h"

namespace thimble {

namespace {

constexpr int kMostColumns = 10, kMostRows = 8;

// Which frames are shown: the first, and as many of the last as there is room for.
std::vector<size_t> chosen(size_t frames) {
  std::vector<size_t> rows = {0};
  for (size_t i = frames > kMostRows ? frames - kMostRows + 1 : 1; i < frames; ++i) rows.push_back(i);
  return rows;
}

std::string step_name(const Frames& frames, size_t row) {
  const int step = frames.steps[row];
  return step == 0 ? "start" : text("step ", grouped(step));
}

FigureSection film(const Parts& parts, const Frames& frames, PictureSize size) {
  const std::vector<size_t> rows = chosen(frames.centres.size());
  std::vector<std::vector<Pixels>> pictures;
  for (const size_t row : rows) pictures.push_back(as_pictures(parts, frames.centres[row]));
  const size_t centres = pictures[0].size(), shown = std::min<size_t>(centres, kMostColumns);
  std::vector<std::string> heads;
  for (size_t j = 0; j < shown; ++j) heads.push_back(std::to_string(j + 1));
  std::vector<ImageRow> table;
  for (size_t i = 0; i < rows.size(); ++i) {
    table.push_back({step_name(frames, rows[i]), {}});
    for (size_t j = 0; j < shown; ++j) table.back().tiles.push_back({pictures[i][j], ""});
  }
  const std::string some = shown < centres ? text("The first ", shown, " of ", centres, " centres") : "The centres";
  return {"From step to step",
          some + " as they were placed, after some of the steps and at the end.",
          {{"steps",
            image_table(heads, table,
                        {.title = "Centres over time", .width = size.width, .height = size.height, .scale = 2}),
            true}}};
}

// The mean picture of the training pictures in each cluster: for features that have no way back to pixels.
std::vector<Pixels> mean_pictures(Classifier& clusters, const Samples& features, const Samples& pictures, int k) {
  const std::vector<int> of = static_cast<ClusterClassifier&>(clusters).clusterer().assign(features);
  const size_t width = static_cast<size_t>(pictures.sample().size());
  std::vector<std::vector<double>> sums(static_cast<size_t>(k), std::vector<double>(width));
  std::vector<double> counts(static_cast<size_t>(k));
  for (int i = 0; i < pictures.size(); ++i) {
    const size_t j = static_cast<size_t>(of[static_cast<size_t>(i)]);
    const std::span<const uint8_t> bytes = pictures.bytes(i);
    for (size_t p = 0; p < width; ++p) sums[j][p] += bytes[p];
    counts[j] += 1;
  }
  std::vector<Pixels> out;
  for (size_t j = 0; j < sums.size(); ++j) {
    out.emplace_back();
    for (const double sum : sums[j]) out.back().push_back(static_cast<uint8_t>(sum / std::max(counts[j], 1.0) + 0.5));
  }
  return out;
}

FigureSection members(const Parts& parts, const Clusters& c, const TrainTest& source, PictureSize size) {
  std::vector<Pixels> pictures = as_pictures(parts, c.frames.centres.back());
  const bool centres = !pictures.empty();
  const int k = static_cast<int>(c.counts.size());
  if (!centres) pictures = mean_pictures(*parts.last, through(parts, source.train.x), source.train.x, k);
  std::vector<Tile> tiles;
  for (int j = 0; j < k; ++j) {
    const std::span<const float> shares = c.shares.row(j);
    const auto most = std::max_element(shares.begin(), shares.end());
    const int count = c.counts[static_cast<size_t>(j)];
    const std::string name = count == 0 ? "nobody" : class_name(source.train, static_cast<int>(most - shares.begin()));
    tiles.push_back({pictures[static_cast<size_t>(j)],
                     text(name, "\n", decimal(100 * static_cast<double>(*most), 0), " % of ", grouped(count))});
  }
  const bool map = c.columns > 0;
  const std::string what = centres ? "The centres" : "The mean picture of each cluster's members";
  const int columns = map ? c.columns : std::min(5, k);
  return {map ? "The map" : "What the clusters hold",
          what + (map ? ", in their places on the map: neighbours are alike. " : ". ") +
              "Below: the most frequent class among the training pictures in it, its share, and how many there are.",
          {{map ? "map" : "clusters",
            image_grid(tiles, size.width, size.height, columns, 2.5, map ? "Kohonen map" : "Clusters"), columns > 5}}};
}

FigureSection inertia_curve(const Frames& frames, int samples) {
  Series curve{"", {}};
  for (size_t i = 0; i < frames.inertia.size(); ++i)
    curve.points.push_back({static_cast<double>(i + 1), frames.inertia[i] / samples});
  return {"How it settles",
          "The mean squared distance of a training picture from its centre; no step can make it larger.",
          {{"inertia",
            line_chart({curve},
                       {.title = "Inertia", .x_label = "step", .y_label = "a sample", .width = 480, .height = 300})}}};
}

}  // namespace

std::vector<FigureSection> cluster_sections(const Parts& parts, const Clusters& clusters, const TrainTest& source) {
  std::vector<FigureSection> sections;
  if (const PictureSize size = picture_size(source.train.x)) {
    sections.push_back(members(parts, clusters, source, size));
    if (!as_pictures(parts, clusters.frames.centres.back()).empty())
      sections.push_back(film(parts, clusters.frames, size));
  }
  if (clusters.frames.inertia.size() > 1) sections.push_back(inertia_curve(clusters.frames, source.train.size()));
  return sections;
}

}  // namespace thimble
