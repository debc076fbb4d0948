#include "web/watching.h"

#include <algorithm>

#include "web/page.h"

namespace thimble {
namespace {

constexpr int kMostMaps = 24, kMostFilters = 64, kBars = 41;

int64_t steps_of(const Page& page) {
  const Snapshot* past = page.watching.review.snapshot(page.train);
  return past != nullptr ? past->steps : page.train.steps();
}

void move_cell(Page& page, int down, int right) {
  Watching& w = page.watching;
  const int last = static_cast<int>(page.train.data().class_names().size()) - 1;
  if (!w.cursor) {
    w.cursor = w.cell.value_or(Cell{0, 0});
    return;
  }
  w.cursor->truth = std::clamp(w.cursor->truth + down, 0, last);
  w.cursor->said = std::clamp(w.cursor->said + right, 0, last);
  if (w.cell && w.look == Look::mistakes) w.cell = w.cursor;
}

// `make` is asked for what is no longer true.
template <class T, class Make>
const T& fresh(Page& page, Lately<T>& lately, unsigned version, const Make& make) {
  NetClassifier* network = watched(page);
  if (network == nullptr) {
    lately = {};
  } else if (lately.stale(network, steps_of(page), version, page.seconds, page.train.running())) {
    lately.value = make(*network);
  }
  return lately.value;
}

}  // namespace

const char* const kLookNames[kLooks] = {"Curves", "Filters", "Layers", "Weights", "Mistakes"};

bool watch_command(Page& page, const std::string& name) {
  Watching& w = page.watching;
  const std::string views[kLooks] = {"curves", "filters", "activations", "histograms", "mistakes"};
  for (int i = 0; i < kLooks; ++i)
    if (name == views[i]) {
      w.look = static_cast<Look>(i);
      if (w.look == Look::mistakes) w.cell.reset();
      return true;
    }
  if (name == "view" && page.tab == Tab::train)
    return w.look = static_cast<Look>((static_cast<int>(w.look) + 1) % kLooks), true;
  if (name == "cell_up") return move_cell(page, -1, 0), true;
  if (name == "cell_down") return move_cell(page, 1, 0), true;
  if (name == "cell_left") return move_cell(page, 0, -1), true;
  if (name == "cell_right") return move_cell(page, 0, 1), true;
  if (name == "cell") {
    if (!w.cursor) w.cursor = Cell{0, 0};
    w.cell = w.cursor;
    w.look = Look::mistakes;
    return true;
  }
  if (name == "earlier") return w.review.step(page.train, -1), true;
  if (name == "later") return w.review.step(page.train, 1), true;
  if (name == "now") return w.review.look_at(page.train, -1), true;
  if (name == "mine") return w.example = -1, true;
  if (name == "another") {
    if (const auto& test = page.train.data().test()) w.example = (w.example + 1) % test->size();
    return true;
  }
  return false;
}

NetClassifier* watched(Page& page) { return page.watching.review.network(page.train); }

std::span<const uint8_t> watched_picture(const Page& page) {
  const auto& test = page.train.data().test();
  const bool drawn = page.scene.has_answer();
  if (page.watching.example < 0 && drawn) return page.scene.seen();
  if (!test) return {};
  return test->x.bytes(std::max(0, page.watching.example));
}

const std::vector<LayerMaps>& watched_maps(Page& page) {
  const std::span<const uint8_t> picture = watched_picture(page);
  unsigned version = 0;
  for (const uint8_t p : picture) version = 31 * version + p;
  return fresh(page, page.watching.maps, version, [&](NetClassifier& network) {
    if (picture.empty()) return std::vector<LayerMaps>{};
    Samples samples(network.sample, {picture.begin(), picture.end()});
    samples.scale = network.scale;
    samples.shift = network.shift;
    Tensor x;
    samples.gather(std::vector<int>{0}, x);
    return layer_maps(network.net, x, kMostMaps);
  });
}

const std::vector<Spread>& watched_spreads(Page& page) {
  return fresh(page, page.watching.spreads, 0, [](NetClassifier& n) { return spreads(n.net, kBars); });
}

const std::vector<FilterBank>& watched_banks(Page& page) {
  return fresh(page, page.watching.banks, 0, [](NetClassifier& n) { return filter_banks(n.net, kMostFilters); });
}

}  // namespace thimble
