// What the tab "Watch training" shows beside the curves, and what the visitor teaches.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/gallery.h"
#include "app/histogram.h"
#include "app/review.h"
#include "app/tiles.h"

namespace thimble {

struct Page;

enum class Look { curves, filters, activations, histograms, mistakes };
constexpr int kLooks = 5;
extern const char* const kLookNames[kLooks];

// Something that is worked out of a network: again when that has learned, but not more than twice a second.
template <class T>
struct Lately {
  T value;
  const void* of = nullptr;
  int64_t steps = -1;
  unsigned version = 0;  // of what else it depends on
  double at = -1;        // seconds

  bool stale(const void* network, int64_t now_steps, unsigned now_version, double now, bool running) {
    constexpr double kPatience = 0.5;
    const bool same = of == network && version == now_version;
    if (same && (steps == now_steps || (running && now - at < kPatience && now >= at))) return false;
    of = network, steps = now_steps, version = now_version, at = now;
    return true;
  }
};

struct Watching {
  Look look = Look::curves;
  Review review;
  std::optional<Cell> cell;    // of the confusion matrix, whose pictures are shown; none: all mistakes
  std::optional<Cell> cursor;  // where the arrow keys stand
  int example = -1;            // the test picture that activations are of; -1: the visitor's
  bool to_view = false;        // the view has been chosen elsewhere: scroll to it
  Lately<std::vector<LayerMaps>> maps;
  Lately<std::vector<Spread>> spreads;
  Lately<std::vector<FilterBank>> banks;
  std::vector<Exhibit> shown;  // of the gallery, in the last frame
};

// "view", "curves", "filters", ...; "cell_up" and so on, "cell", "mistakes"; "earlier", "later", "now"; "mine",
// "another"; false: another command.
bool watch_command(Page& page, const std::string& name);

// The network that is looked at, and the pictures that are worked out of it. Null and empty before there is one.
NetClassifier* watched(Page& page);
const std::vector<LayerMaps>& watched_maps(Page& page);
const std::vector<Spread>& watched_spreads(Page& page);
const std::vector<FilterBank>& watched_banks(Page& page);
std::span<const uint8_t> watched_picture(const Page& page);  // 784 bytes; empty: there is none

// What the view shows in words: a sentence, then a line a row of a table, cells separated by tabs.
std::string watch_text(Page& page);

}  // namespace thimble
