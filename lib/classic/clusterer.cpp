#include "classic/clusterer.h"

#include <algorithm>
#include <numeric>

#include "classic/centre_search.h"
#include "core/error.h"
#include "core/ops.h"
#include "learn/restored.h"

namespace thimble {

void Clusterer::fit(const Samples& x) {
  start(x);
  while (step()) {
  }
}

std::vector<int> Clusterer::assign(const Samples& x) const {
  constexpr int kTogether = 8192;  // what is laid out for the search stays small
  input_.expect(name().c_str(), x);
  Samples memory;
  const Samples& scaled = input_.scaled(x, memory);
  std::vector<int> labels(static_cast<size_t>(x.size())), rows;
  for (int first = 0; first < x.size(); first += kTogether) {
    rows.resize(static_cast<size_t>(std::min(kTogether, x.size() - first)));
    std::iota(rows.begin(), rows.end(), first);
    const Samples some = scaled.subset(rows);
    CentreSearch(some).nearest(centroids_, std::span(labels).subspan(static_cast<size_t>(first), rows.size()));
  }
  return labels;
}

void Clusterer::save(Record& record) const {
  check(!centroids_.empty(), name(), ": fit it first");
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  input_.save(record);
  record.set("centroids", centroids_);
}

void Clusterer::expect_samples(const Samples& x, int centres) {
  const std::string who = name();
  check(centres >= 1 && centres <= x.size(), who, ": expected 1 to ", x.size(), " centres for ", x.size(),
        " samples, got ", centres);
  check(!x.is_bytes() || x.sample().size() <= kMostBytes, who, ": expected pictures of at most ", kMostBytes,
        " bytes, got ", x.sample().size());
  expect_finite(who.c_str(), x);
  input_ = Input(x);
}

void Clusterer::expect_centres(const Tensor& centres) const {
  check(centres.shape().rank() == 2 && centres.dim(1) == input_.width(), name(), ": expected centres of shape (k, ",
        input_.width(), "), got ", centres.shape());
  check(all_finite(centres), name(), ": expected finite centres");
}

void Clusterer::restore(const Record& record) {
  expect_kind(record, name());
  input_ = Input::load(record);
  const Shape& stored = record.tensor("centroids").shape();
  expect_stored(stored.rank() == 2 && stored[0] >= 1, "centroids", text("shape (k, ", input_.width(), ")"),
                stored.text());
  centroids_ = restored(record, "centroids", {stored[0], input_.width()});
}

}  // namespace thimble
