// Queries beside their nearest neighbours.
#include <algorithm>

#include "core/error.h"
#include "native/method_pictures.h"
#include "plot/image_table.h"
#include "plot/markup.h"

namespace thimble {

namespace {

constexpr int kOfEach = 5, kMostNeighbours = 7;

// The first that were named right, of different classes, then the first mistakes.
std::vector<int> queries_of(const Dataset& data, const std::vector<int>& predicted) {
  std::vector<int> right, wrong;
  std::vector<bool> seen(static_cast<size_t>(data.classes()));
  for (int i = 0; i < data.size(); ++i) {
    const size_t n = static_cast<size_t>(i), k = static_cast<size_t>(data.labels[n]);
    const bool good = predicted[n] == data.labels[n];
    if (good && !seen[k] && right.size() < kOfEach) {
      right.push_back(i);
      seen[k] = true;
    }
    if (!good && wrong.size() < kOfEach) wrong.push_back(i);
  }
  right.insert(right.end(), wrong.begin(), wrong.end());
  return right;
}

}  // namespace

FigureSection neighbours_section(const Parts& parts, const TrainTest& source, const std::vector<int>& predicted) {
  const PictureSize size = picture_size(source.train.x);
  if (!size) return {};
  const auto& knn = static_cast<const Knn&>(*parts.last);
  const Dataset& data = source.test.size() > 0 ? source.test : source.train;
  const std::vector<int> rows = queries_of(data, predicted);
  const Dataset asked = data.subset(rows);
  const Samples features = through(parts, asked.x);
  const Neighbours found = knn.neighbours(features);
  const int shown = std::min(knn.k(), kMostNeighbours);

  std::vector<std::string> heads = {"asked"};
  for (int j = 0; j < shown; ++j) heads.push_back(std::to_string(j + 1));
  std::vector<Pixels> pixels;
  pixels.reserve(rows.size() * static_cast<size_t>(shown + 1));
  std::vector<ImageRow> table;
  for (int i = 0; i < asked.size(); ++i) {
    const int truth = asked.labels[static_cast<size_t>(i)],
              said = predicted[static_cast<size_t>(rows[static_cast<size_t>(i)])];
    const std::string name = class_name(data, truth);
    ImageRow row{truth == said ? name : name + "\ntaken for " + class_name(data, said), {}};
    pixels.push_back(pixels_of(asked.x, i));
    row.tiles.push_back({pixels.back(), "", truth == said ? Mark::right : Mark::wrong});
    for (int j = 0; j < shown; ++j) {
      const size_t at = static_cast<size_t>(i * knn.k() + j);
      const int label = source.train.labels[static_cast<size_t>(found.index[at])];
      pixels.push_back(pixels_of(source.train.x, found.index[at]));
      row.tiles.push_back(
          {pixels.back(),
           class_name(source.train, label) + "\n" + decimal(found.distance[at], features.is_bytes() ? 0 : 2),
           label == truth ? Mark::right : Mark::wrong});
    }
    table.push_back(std::move(row));
  }
  const std::string more = shown < knn.k() ? text(" (the nearest ", shown, " of ", knn.k(), ")") : "";
  return {"Whom it asks",
          text("Each row: a ", source.test.size() > 0 ? "test" : "training",
               " picture, and the training pictures nearest "
               "to it",
               more,
               ", nearest first, with their class and their distance. A tick: of the asked picture's true class; "
               "a cross and a dashed frame: of another. The first rows were named right, the last ones wrong."),
          {{"neighbours",
            image_table(heads, table,
                        {.title = "Pictures and their nearest neighbours",
                         .width = size.width,
                         .height = size.height,
                         .scale = 2.5,
                         .first_is_apart = true}),
            true}}};
}

}  // namespace thimble
