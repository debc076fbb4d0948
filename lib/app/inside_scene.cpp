#include "app/inside_scene.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/class_means.h"
#include "core/error.h"
#include "learn/number.h"

namespace thimble {
namespace {

constexpr std::array<const char*, 4> kViews = {"neighbours", "plane", "posteriors", "clusters"};

int whole(const std::string& key, const std::string& value, int low, int high) {
  const std::optional<double> number = parse_number(value);
  check(number && *number >= low && *number <= high && *number == static_cast<int>(*number), key,
        ": expected a whole number from ", low, " to ", high, ", got \"", value, '"');
  return static_cast<int>(*number);
}

}  // namespace

void InsideScene::set_data(const std::shared_ptr<const Dataset>& train, const std::shared_ptr<const Dataset>& test) {
  if (train == nullptr) return;
  if (means_.empty()) means_ = class_means(*train, PlaneScene::kSamples);
  neighbours.set_data(train);
  plane.set_data(train, test);
  clusters.set_data(train);
}

void InsideScene::set_picture(std::span<const uint8_t> picture) {
  neighbours.set_picture(picture);
  plane.set_picture(picture);
}

void InsideScene::set(const std::string& key, const std::string& value) {
  const int components = 784;
  ClusterSetup setup = clusters.setup();
  if (key == "view") {
    const auto found = std::find(kViews.begin(), kViews.end(), value);
    check(found != kViews.end(), "view: expected neighbours, plane, posteriors or clusters, got \"", value, '"');
    view = static_cast<InsideView>(found - kViews.begin());
  } else if (key == "k") {
    neighbours.set_k(whole(key, value, 1, NeighboursScene::kMost));
  } else if (key == "metric") {
    const std::optional<Metric> metric = metric_named(value);
    check(
        metric && (*metric == Metric::linf || *metric == Metric::l1 || *metric == Metric::l2 || *metric == Metric::l3),
        "metric: expected l1, l2, l3 or linf, got \"", value, '"');
    neighbours.set_metric(*metric);
  } else if (key == "components") {
    kept = whole(key, value, 1, components);
  } else if (key == "across") {
    across = whole(key, value, 1, PlaneScene::kAxes) - 1;
  } else if (key == "up") {
    up = whole(key, value, 1, PlaneScene::kAxes) - 1;
  } else if (key == "case") {
    posteriors.set_case(static_cast<MppCase>(whole(key, value, 1, 3)));
  } else if (key == "mpp_components") {
    posteriors.set_components(whole(key, value, 1, PlaneScene::kAxes));
  } else if (key == "method") {
    setup.method = cluster_method_named(value);
    clusters.set(setup);
  } else if (key == "centres") {
    setup.k = whole(key, value, 2, ClusterScene::kMostCentres);
    clusters.set(setup);
  } else if (key == "rate") {
    setup.rate = parse_number(value).value_or(0);
    clusters.set(setup);
  } else if (key == "seed") {
    setup.seed = static_cast<uint64_t>(whole(key, value, 0, 1 << 30));
    clusters.set(setup);
  } else {
    fail(Error::usage, "look inside: there is no setting \"" + key + '"');
  }
}

std::vector<std::pair<std::string, std::string>> InsideScene::settings() const {
  std::vector<std::pair<std::string, std::string>> all;
  const auto add = [&](const char* key, const std::string& value, const std::string& usual) {
    if (value != usual) all.emplace_back(key, value);
  };
  const ClusterSetup &now = clusters.setup(), usual;
  add("view", view_name(view), kViews[0]);
  add("k", text(neighbours.k()), "5");
  add("metric", metric_name(neighbours.metric()), "l2");
  add("components", text(kept), "30");
  add("across", text(across + 1), "1");
  add("up", text(up + 1), "2");
  add("case", text(static_cast<int>(posteriors.which())), "2");
  add("mpp_components", text(posteriors.components()), "20");
  add("method", method_name(now.method), method_name(usual.method));
  add("centres", text(now.k), text(usual.k));
  add("rate", number_text(now.rate), number_text(usual.rate));
  return all;
}

bool InsideScene::busy(bool open) const {
  if (neighbours.busy()) return true;
  return open && ((wants_plane() && plane.busy()) || (view == InsideView::posteriors && posteriors.busy()) ||
                  (view == InsideView::clusters && clusters.busy()));
}

bool InsideScene::work(bool open) {
  if (neighbours.work()) return true;
  if (!open) return false;
  if (wants_plane() && plane.work()) return true;
  if (view == InsideView::posteriors && posteriors.work()) return true;
  return view == InsideView::clusters && clusters.work();
}

bool InsideScene::advance(double milliseconds, const Clock& now, bool open) {
  const double begin = now();
  double at = begin, longest = 0;
  bool any = false;
  while ((at - begin + longest <= milliseconds || !any) && work(open)) {
    any = true;
    const double then = std::exchange(at, now());
    longest = std::max(longest, at - then);
  }
  longest_ = std::max(longest_, longest);
  return any;
}

const char* view_name(InsideView view) { return kViews[static_cast<size_t>(view)]; }

}  // namespace thimble
