// What the page does and says about the tab "Look inside".
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "data/known.h"
#include "learn/number.h"
#include "web/page.h"

namespace thimble {
namespace {

std::string quoted(const std::string& words) {
  std::string text = "\"";
  for (const char c : words) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

std::string number(double value) { return std::isfinite(value) ? number_text(value) : "null"; }

}  // namespace

bool Page::inside_command(const std::string& name) {
  ClusterScene& clusters = inside.clusters;
  if (name == "nearest") return wants_data = true;
  if (name == "cluster") return clusters.running() ? clusters.pause() : clusters.start(), true;
  if (name == "cluster step") return clusters.step(), true;
  if (name == "cluster reset") return clusters.reset(), true;
  if (name == "next view") {
    inside.view = static_cast<InsideView>((static_cast<int>(inside.view) + 1) % 4);
    return true;
  }
  if (name != "sample") return false;
  const std::shared_ptr<const Dataset>&test = train.data().test(), &some = test ? test : train.data().train();
  if (some == nullptr) return true;
  const std::span<const uint8_t> x = some->x.bytes(samples_taken++ * 37 % some->size());
  scene.show({28, 28, 1, {x.begin(), x.end()}});
  ++picture_version;
  return true;
}

bool Page::advance(double milliseconds, const TrainScene::Clock& now) {
  inside.set_data(train.data().train(), train.data().test());
  const double begin = now();
  const bool looked = inside.advance(trains(*this) ? milliseconds / 2 : milliseconds, now, tab == Tab::inside);
  if (train.running()) roof.probe(now);
  const double left = milliseconds - (now() - begin);
  return (looked && left <= 0) || advance_training(*this, std::max(left, 0.0), now) || inside.busy(tab == Tab::inside);
}

// "Shirt at 812, ...": what the canvas shows, in words.
std::string Page::inside_words() const {
  const std::vector<std::string>& names = train.data().class_names();
  std::string words;
  char line[96];
  if (inside.view == InsideView::neighbours) {
    for (size_t i = 0; i < inside.neighbours.found().size() && static_cast<int>(i) < inside.neighbours.k(); ++i) {
      const Neighbour& n = inside.neighbours.found()[i];
      std::snprintf(line, sizeof line, "%s%s at %.0f", i == 0 ? "Nearest: " : ", ",
                    names[static_cast<size_t>(n.label)].c_str(), n.distance);
      words += line;
    }
  } else if (inside.view == InsideView::plane && inside.plane.ready()) {
    std::snprintf(line, sizeof line, "%d components hold %.1f %% of the variance", inside.kept,
                  100 * inside.plane.share(inside.kept));
    words = line;
  } else if (inside.view == InsideView::posteriors && inside.posteriors.ready()) {
    const std::vector<double> logs = inside.posteriors.log_posteriors();
    if (!logs.empty())
      words = "Gaussians say: " + names[static_cast<size_t>(std::max_element(logs.begin(), logs.end()) - logs.begin())];
  } else if (inside.view == InsideView::clusters && inside.clusters.finished()) {
    std::snprintf(line, sizeof line, "Step %d: inertia %.2f, %.1f %% right by majority", inside.clusters.steps(),
                  inside.clusters.curve().back().inertia, 100 * inside.clusters.curve().back().accuracy);
    words = line;
  }
  return words;
}

std::string Page::inside_json() const {
  std::string json = "{\"view\":" + quoted(view_name(inside.view)) + ",\"words\":" + quoted(inside_words()) +
                     ",\"k\":" + number(inside.neighbours.k()) +
                     ",\"metric\":" + quoted(metric_name(inside.neighbours.metric())) +
                     ",\"searching\":" + (inside.neighbours.busy() ? "true" : "false") + ",\"neighbours\":[";
  bool first = true;
  for (const Neighbour& n : inside.neighbours.found()) {
    json += std::string(first ? "" : ",") + "{\"index\":" + number(n.index) + ",\"label\":" + number(n.label) +
            ",\"distance\":" + number(n.distance) + '}';
    first = false;
  }
  const PlaneScene& plane = inside.plane;
  json += "],\"progress\":" + number(plane.progress()) + ",\"components\":" + number(inside.kept) +
          ",\"share\":" + (plane.ready() ? number(plane.share(std::min(inside.kept, plane.pca().outputs()))) : "null") +
          ",\"place\":" +
          (plane.ready() && !plane.place().empty()
               ? '[' + number(static_cast<double>(plane.place()[static_cast<size_t>(inside.across)])) + ',' +
                     number(static_cast<double>(plane.place()[static_cast<size_t>(inside.up)])) + ']'
               : "null");
  json += ",\"posteriors\":{\"case\":" + number(static_cast<int>(inside.posteriors.which())) +
          ",\"components\":" + number(inside.posteriors.components()) +
          ",\"accuracy\":" + (inside.posteriors.tested() > 0 ? number(inside.posteriors.accuracy()) : "null") +
          ",\"log_posteriors\":[";
  first = true;
  for (const double value : inside.posteriors.ready() ? inside.posteriors.log_posteriors() : std::vector<double>{}) {
    json += (first ? "" : ",") + number(value);
    first = false;
  }
  const ClusterScene& c = inside.clusters;
  json += "]},\"clusters\":{\"method\":" + quoted(method_name(c.setup().method)) +
          ",\"centres\":" + number(c.setup().k) + ",\"step\":" + number(c.steps()) +
          ",\"running\":" + (c.running() ? "true" : "false") + ",\"finished\":" + (c.finished() ? "true" : "false") +
          ",\"inertia\":" + (c.curve().empty() ? "null" : number(c.curve().back().inertia)) +
          ",\"accuracy\":" + (c.curve().empty() ? "null" : number(c.curve().back().accuracy)) +
          "},\"longest_piece\":" + number(inside.longest_piece()) + '}';
  return json;
}

}  // namespace thimble
