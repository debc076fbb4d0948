// The views of a network that learns, in words.
#include <cstdio>

#include "web/page.h"
#include "web/panels/panels.h"

namespace thimble {
namespace {

template <class... Values>
std::string format(const char* pattern, Values... values) {
  char text[200];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

std::string moment(const Page& page) {
  const Snapshot* past = page.watching.review.snapshot(page.train);
  return past == nullptr ? "" : format(" at epoch %.2f", past->epoch);
}

std::string extents(const Shape& shape) {
  std::string all;
  for (int i = 0; i < shape.rank(); ++i) all += (i > 0 ? " x " : "") + std::to_string(shape[i]);
  return all;
}

std::string filters(Page& page) {
  const std::vector<FilterBank>& banks = watched_banks(page);
  if (banks.empty()) return "This network has no convolution, and so no filters.";
  std::string all = "Filters of every convolution" + moment(page) + ".\nlayer\tfilters\tinput channels";
  for (const FilterBank& b : banks) all += format("\n%s\t%d\t%d", b.name.c_str(), b.filters, b.channels);
  return all;
}

std::string activations(Page& page) {
  std::string all = "What each layer makes of the picture" + moment(page) + ".\nlayer\tgives\tof which 0";
  for (const LayerMaps& m : watched_maps(page))
    all += format("\n%s\t%s\t%.0f %%", m.text.c_str(), extents(m.shape).c_str(), 100 * m.zero);
  return all;
}

std::string histograms(Page& page) {
  std::string all = "Weights and gradients" + moment(page) +
                    ".\nof\tweights: mean\tdeviation\tlargest\tgradients: deviation\tlargest";
  for (const Spread& s : watched_spreads(page))
    all += format("\n%s\t%.3g\t%.3g\t%.3g\t%.3g\t%.3g", s.name.c_str(), s.values.mean, s.values.deviation,
                  static_cast<double>(s.values.reach), s.gradients.deviation, static_cast<double>(s.gradients.reach));
  return all;
}

std::string mistakes(Page& page) {
  const std::vector<std::string>& names = page.train.data().class_names();
  std::string all = gallery_title(page) + moment(page) + ".\npicture\tis\tis called\tprobability";
  for (const Exhibit& e : page.watching.shown)
    all += format("\n%d\t%s\t%s\t%.0f %%", e.picture, names[static_cast<size_t>(e.truth)].c_str(),
                  names[static_cast<size_t>(e.said)].c_str(), 100 * static_cast<double>(e.probability));
  return all;
}

std::string cursor(const Page& page) {
  if (!page.watching.cursor) return "";
  const std::vector<std::string>& names = page.train.data().class_names();
  const auto [truth, said] = *page.watching.cursor;
  const ConfusionMatrix& m = page.watching.review.tested(page.train).confusion;
  return format("%s, called %s: %d of %d. ", names[static_cast<size_t>(truth)].c_str(),
                names[static_cast<size_t>(said)].c_str(), static_cast<int>(m(truth, said)),
                static_cast<int>(m.row_total(truth)));
}

}  // namespace

std::string watch_text(Page& page) {
  const std::string cell = cursor(page);
  if (page.watching.review.network(page.train) == nullptr) return cell + "There is no network yet: press Start.";
  switch (page.watching.look) {
    case Look::curves:
      return cell;
    case Look::filters:
      return cell + filters(page);
    case Look::activations:
      return cell + activations(page);
    case Look::histograms:
      return cell + histograms(page);
    case Look::mistakes:
      return cell + mistakes(page);
  }
  return cell;
}

}  // namespace thimble
