// The samples in a plane, and which class has which part of it.
#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "native/method_pictures.h"
#include "plot/markup.h"
#include "plot/scatter.h"

namespace thimble {

namespace {

constexpr int kColumns = 144, kRows = 132, kShown = 600;

Samples first_two(const Samples& x) {
  Tensor y({x.size(), 2});
  for (int i = 0; i < x.size(); ++i)
    for (int j = 0; j < 2; ++j) y(i, j) = x.features()(i, j);
  return Samples(std::move(y));
}

std::vector<int> first_rows(int n) {
  std::vector<int> rows(static_cast<size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

struct Plane {
  Dataset train, test;
  std::string axis;  // "principal component"
};

Plane plane_of(const Parts& parts, const Dataset& train, const Dataset& test) {
  const std::string last = parts.transforms.empty() ? "" : parts.transforms.back()->name();
  Plane plane{train, test, last == "fld" ? "Fisher direction" : "principal component"};
  plane.train.x = through(parts, train.x);
  plane.test.x = through(parts, test.x);
  if (plane.train.x.sample().size() < 2) return {};
  if (last != "fld" && last != "pca") {
    Pca two({.components = 2});
    two.fit(plane.train);
    plane.train.x = transformed(two, plane.train.x);
    plane.test.x = transformed(two, plane.test.x);
  }
  plane.train.x = first_two(plane.train.x);
  plane.test.x = first_two(plane.test.x);
  return plane;
}

// What is shown: all points, with a little air.
ScatterOptions window_of(const std::vector<ClassPoint>& points) {
  const auto by_x = [](const ClassPoint& a, const ClassPoint& b) { return a.x < b.x; };
  const auto by_y = [](const ClassPoint& a, const ClassPoint& b) { return a.y < b.y; };
  const auto [left, right] = std::minmax_element(points.begin(), points.end(), by_x);
  const auto [low, high] = std::minmax_element(points.begin(), points.end(), by_y);
  const double air_x = 0.04 * (right->x - left->x) + 1e-9, air_y = 0.04 * (high->y - low->y) + 1e-9;
  ScatterOptions options;
  options.x_low = left->x - air_x;
  options.x_high = right->x + air_x;
  options.y_low = low->y - air_y;
  options.y_high = high->y + air_y;
  return options;
}

Regions regions_of(Classifier& model, const ScatterOptions& options) {
  Tensor places({kColumns * kRows, 2});
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column) {
      const Point at = cell_middle(options, kColumns, kRows, column, row);
      places(row * kColumns + column, 0) = static_cast<float>(at.x);
      places(row * kColumns + column, 1) = static_cast<float>(at.y);
    }
  return {kColumns, kRows, model.predict(Samples(std::move(places)))};
}

}  // namespace

FigureSection plane_section(const Parts& parts, const MakeClassifier& make, const TrainTest& source, int most_train) {
  const Dataset& all = source.train;
  const Dataset train = all.size() > most_train ? all.subset(first_rows(most_train)) : all;
  const Dataset& asked = source.test.size() > 0 ? source.test : train;
  const Plane plane = plane_of(parts, train, asked);
  if (plane.train.size() == 0) return {};

  const std::unique_ptr<Classifier> model = make();
  model->fit(plane.train);
  const ConfusionMatrix confusion(plane.test.labels, model->predict(plane.test.x), plane.test.classes());
  std::vector<ClassPoint> points;
  for (int i = 0; i < std::min(kShown, plane.test.size()); ++i)
    points.push_back({static_cast<double>(plane.test.x.features()(i, 0)),
                      static_cast<double>(plane.test.x.features()(i, 1)), plane.test.labels[static_cast<size_t>(i)]});
  ScatterOptions options = window_of(points);
  options.title = "Two coordinates and who rules where";
  options.x_label = plane.axis + " 1";
  options.y_label = plane.axis + " 2";
  const std::string on = train.size() < all.size() ? text("the first ", grouped(train.size()), " training pictures'")
                                                   : "the training pictures'";
  return {"In a plane",
          text("The same method once more, fitted on ", on, " first two coordinates alone: there it names ",
               percent(confusion.accuracy()), " of the ", source.test.size() > 0 ? "test" : "training",
               " pictures right. A colour is what it answers at that place; the marks are the first ", points.size(),
               " of those pictures, with their true class."),
          {{"plane", scatter(points, all.class_names, regions_of(*model, options), options)}}};
}

}  // namespace thimble
