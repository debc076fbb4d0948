// The page's state as words, for an address that can be shared: what is not said is as at the start.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "learn/number.h"
#include "web/page.h"

namespace thimble {
namespace {

using Setting = std::pair<std::string, std::string>;

constexpr std::array<const char*, 3> kTabs{"classify", "train", "inside"};
constexpr std::array<const char*, 3> kViews{"classes", "steps", "reasons"};
constexpr std::array<const char*, kLooks> kLook{"curves", "filters", "activations", "histograms", "mistakes"};
constexpr std::array<const char*, 3> kNegate{"found", "yes", "no"};

template <class Choice, size_t N>
Choice choice_of(const std::array<const char*, N>& names, const std::string& key, const std::string& value) {
  const auto at = std::find(names.begin(), names.end(), value);
  std::string all;
  for (const char* name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  check(at != names.end(), key, ": expected one of ", all, ", got \"", value, "\"");
  return static_cast<Choice>(at - names.begin());
}

float number_of(const std::string& key, const std::string& value, float least, float most) {
  const auto number = parse_number(value);
  check(number && *number >= static_cast<double>(least) && *number <= static_cast<double>(most), key,
        ": expected a number from ", least, " to ", most, ", got \"", value, "\"");
  return static_cast<float>(*number);
}

Part part_of(const std::string& value) {  // "0.1,0.2,0.8,0.9"
  std::array<float, 4> sides{};
  std::string rest = value + ",";
  for (float& side : sides) {
    const size_t comma = rest.find(',');
    side = number_of("crop", rest.substr(0, comma), 0, 1);
    rest = comma == rest.npos ? "" : rest.substr(comma + 1);
  }
  check(rest.empty(), "crop: expected left, top, right, bottom, got \"", value, "\"");
  return {sides[0], sides[1], sides[2], sides[3]};
}

std::string text_of(const Part& p) {
  const auto short_text = [](float v) { return text(std::round(v * 1000) / 1000); };
  return short_text(p.left) + "," + short_text(p.top) + "," + short_text(p.right) + "," + short_text(p.bottom);
}

bool yes(const std::string& key, const std::string& value) {
  check(value == "yes" || value == "no", key, ": expected yes or no, got \"", value, "\"");
  return value == "yes";
}

}  // namespace

void Page::set(const std::string& key, const std::string& value) {
  Conversion c = scene.conversion();
  if (key == "tab") {
    tab = choice_of<Tab>(kTabs, key, value);
  } else if (key == "view") {
    view = choice_of<View>(kViews, key, value);
  } else if (key == "look") {
    watching.look = choice_of<Look>(kLook, key, value);
  } else if (key == "width") {
    width = number_of(key, value, 2, 60);
  } else if (key == "grey") {
    grey = static_cast<int>(number_of(key, value, 0, 224));
  } else if (key == "drawing") {
    scene.draw(value);
    ++picture_version;
    return;
  } else if (key == "crop") {
    c.crop = part_of(value);
  } else if (key == "least") {
    c.threshold = number_of(key, value, 0, 255);
  } else if (key == "negate") {
    c.negate = choice_of<Conversion::Negate>(kNegate, key, value);
  } else if (key == "fill") {
    c.fill = yes(key, value);
  } else if (key == "sharpen") {
    c.sharpen = yes(key, value);
  } else if (key.rfind("inside.", 0) == 0) {
    inside.set(key.substr(7), value);
  } else {
    train.set(key, value);
  }
  if (!(c == scene.conversion())) convert(c);
}

std::vector<Setting> Page::settings() const {
  static const Page fresh;
  std::vector<Setting> all;
  const auto add = [&](const char* key, bool differs, const std::string& value) {
    if (differs) all.emplace_back(key, value);
  };
  const Conversion &c = scene.conversion(), found;
  add("tab", tab != fresh.tab, kTabs[static_cast<size_t>(tab)]);
  add("view", view != fresh.view, kViews[static_cast<size_t>(view)]);
  add("look", watching.look != fresh.watching.look, kLook[static_cast<size_t>(watching.look)]);
  add("width", width != fresh.width, text(width));
  add("grey", grey != fresh.grey, text(grey));
  for (const Setting& s : train.setup().settings()) all.push_back(s);
  for (const auto& [key, value] : inside.settings()) all.emplace_back("inside." + key, value);
  add("crop", !(c.crop == found.crop), text_of(c.crop));
  add("least", c.threshold != found.threshold, text(c.threshold));
  add("negate", c.negate != found.negate, kNegate[static_cast<size_t>(c.negate)]);
  add("fill", !c.fill, "no");
  add("sharpen", !c.sharpen, "no");
  add("drawing", !scene.drawing().empty() && !scene.shows_photo(), scene.drawing().text());
  return all;
}

}  // namespace thimble
