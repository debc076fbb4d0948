// Class means, principal components and Fisher's directions as pictures.
#include <algorithm>

#include "classic/mpp.h"
#include "core/error.h"
#include "native/method_pictures.h"
#include "plot/chart.h"
#include "plot/image_grid.h"
#include "plot/image_table.h"
#include "plot/markup.h"

namespace thimble {

namespace {

constexpr double kShares[] = {0.8, 0.9, 0.95, 0.99};
constexpr int kEigen = 23, kBars = 20;

std::string short_percent(double share) { return decimal(100 * share, share < 0.0995 ? 1 : 0) + " %"; }

FigureSection scree(const Pca& pca) {
  const std::vector<double> shares = pca.shares();
  std::vector<std::string> names;
  Series bars{"", {}}, sum{"", {}};
  double held = 0;
  for (size_t j = 0; j < shares.size(); ++j) {
    held += shares[j];
    if (static_cast<int>(j) < kBars) {
      names.push_back(std::to_string(j + 1));
      bars.points.push_back({static_cast<double>(j), 100 * shares[j]});
    }
    sum.points.push_back({static_cast<double>(j + 1), 100 * held});
  }
  ChartOptions all{.title = "Share that the first components hold",
                   .x_label = "components",
                   .y_label = "% of the variance",
                   .width = 480,
                   .height = 340};
  for (const double share : kShares) {
    const int count = pca.components_for(share);
    all.notes.push_back({{static_cast<double>(count), sum.points[static_cast<size_t>(count - 1)].y},
                         text(count, ": ", decimal(100 * share, 0), " %")});
  }
  return {"How much of the variance they hold",
          text("Kept: ", pca.outputs(), " of ", shares.size(), " components. Marked: the fewest that hold ",
               "80, 90, 95 and 99 % of the variance."),
          {{"scree", bar_chart(names, {bars},
                               {.title = "Share of each component",
                                .x_label = "component",
                                .y_label = "% of the variance",
                                .width = 480,
                                .height = 340})},
           {"variance", line_chart({sum}, all)}},
          true};
}

FigureSection eigen_garments(const Pca& pca, PictureSize size) {
  const std::vector<double> shares = pca.shares();
  const std::vector<float> mean(pca.mean().begin(), pca.mean().end());
  std::vector<Pixels> shown = {pixels_of(mean, pca.input())};
  std::vector<std::string> captions = {"mean"};
  for (int j = 0; j < std::min(kEigen, pca.outputs()); ++j) {
    shown.push_back(signed_pixels(column_of(pca.components(), j)));
    captions.push_back(text(j + 1, "\n", decimal(100 * shares[static_cast<size_t>(j)], 2), " %"));
  }
  std::vector<Tile> tiles;
  for (size_t i = 0; i < shown.size(); ++i) tiles.push_back({shown[i], captions[i]});
  return {"Eigen-garments",
          "The mean of all training pictures, and the directions in which they differ most from it. Middle grey is 0; "
          "dark adds, light takes away (or the reverse: a direction's sign means nothing). Below: its share of the "
          "variance.",
          {{"components", image_grid(tiles, size.width, size.height, 8, 2.5, "Mean and principal components"), true}}};
}

// y with all but the first m components 0, and back.
std::vector<Pixels> rebuilt(const Pca& pca, const Tensor& y, int m) {
  Tensor some = y, x;
  for (int i = 0; i < y.dim(0); ++i)
    for (int j = m; j < y.dim(1); ++j) some(i, j) = 0;
  pca.inverse(some, x);
  std::vector<Pixels> out;
  for (int i = 0; i < x.dim(0); ++i) out.push_back(pixels_of(x.row(i), pca.input()));
  return out;
}

FigureSection reconstructions(const Pca& pca, const TrainTest& source, PictureSize size) {
  const Dataset& data = source.test.size() > 0 ? source.test : source.train;
  const Dataset some = data.subset(one_of_each(data, 10));
  Tensor y;
  pca.apply(some.x, y);
  std::vector<std::string> heads;
  std::vector<std::vector<Pixels>> pictures;
  for (const int m : {1, 2, 5, 10, 20, 50, 100, 200, 400, pca.outputs()}) {
    if (m > pca.outputs() || (m == pca.outputs() && !heads.empty() && heads.back() == std::to_string(m))) continue;
    heads.push_back(std::to_string(m));
    pictures.push_back(rebuilt(pca, y, m));
  }
  heads.emplace_back("original");
  std::vector<ImageRow> rows;
  pictures.emplace_back();
  for (int i = 0; i < some.size(); ++i) pictures.back().push_back(pixels_of(some.x, i));
  for (int i = 0; i < some.size(); ++i) {
    rows.push_back({class_name(some, some.labels[static_cast<size_t>(i)]), {}});
    for (const std::vector<Pixels>& column : pictures)
      rows.back().tiles.push_back({column[static_cast<size_t>(i)], ""});
  }
  return {"Rebuilt from few numbers",
          text("The first picture of each class in the ", source.test.size() > 0 ? "test" : "training",
               " set, put together again from the mean and as many components as the head of the column says."),
          {{"reconstructions",
            image_table(heads, rows,
                        {.title = "Reconstructions with a growing number of components",
                         .width = size.width,
                         .height = size.height,
                         .scale = 2}),
            true}}};
}

}  // namespace

std::vector<FigureSection> pca_sections(const Pca& pca, const TrainTest& source) {
  std::vector<FigureSection> sections = {scree(pca)};
  if (const PictureSize size = picture_size(source.train.x)) {
    sections.push_back(eigen_garments(pca, size));
    sections.push_back(reconstructions(pca, source, size));
  }
  return sections;
}

FigureSection fld_section(const Fld& fld, const TrainTest& source) {
  std::vector<std::string> names;
  Series bars{"", {}};
  std::vector<Pixels> shown;
  for (int j = 0; j < fld.outputs(); ++j) {
    names.push_back(std::to_string(j + 1));
    bars.points.push_back({static_cast<double>(j), fld.ratios()[static_cast<size_t>(j)]});
    shown.push_back(signed_pixels(column_of(fld.directions(), j)));
  }
  FigureSection s{
      "Fisher's directions",
      "Along each direction: how far the classes lie apart, over how wide they are. As pictures: middle grey is 0, and "
      "darker and lighter pixels push opposite ways.",
      {{"ratios", bar_chart(names, {bars},
                            {.title = "Scatter between over scatter within",
                             .x_label = "direction",
                             .y_label = "ratio",
                             .width = 480,
                             .height = 340})}},
      true};
  const PictureSize size = picture_size(source.train.x);
  if (!size) return s;
  std::vector<Tile> tiles;
  for (size_t j = 0; j < std::min<size_t>(shown.size(), 15); ++j) tiles.push_back({shown[j], names[j]});
  s.figures.push_back({"directions", image_grid(tiles, size.width, size.height, 5, 2.5, "Directions")});
  return s;
}

FigureSection means_section(const Parts& parts, const TrainTest& source) {
  const PictureSize size = picture_size(source.train.x);
  const auto& mpp = static_cast<const Mpp&>(*parts.last);
  const std::vector<Pixels> means = size ? as_pictures(parts, mpp.means()) : std::vector<Pixels>();
  std::vector<Tile> tiles;
  for (size_t k = 0; k < means.size(); ++k)
    tiles.push_back(
        {means[k], class_name(source.train, static_cast<int>(k)) + "\nprior " + short_percent(mpp.priors()[k])});
  if (tiles.empty()) return {};
  return {"The mean of each class",
          text("The middles of the Gaussians",
               parts.transforms.empty() ? "." : ", brought back to pixels from the principal components."),
          {{"means", image_grid(tiles, size.width, size.height, 5, 3, "Class means")}}};
}

}  // namespace thimble
