#include "web/page.h"

#include <imgui.h>

#include <algorithm>

#include "data/known.h"
#include "nn/net_classifier.h"
#include "web/decode.h"
#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr float kThinnest = 2, kThickest = 60, kStep = 1.25f;
constexpr float kGap = 16, kWide = 760, kNotice = 40, kTabs = 48;

// The panels of this frame and the one before, so that a key can go from one to the next.
struct Panels {
  std::vector<std::string> now, before;
  size_t at = 0;
};
Panels& panels() {
  static Panels all;
  return all;
}

void focus_next_panel() {
  Panels& p = panels();
  if (p.before.empty()) return;
  p.at = (p.at + 1) % p.before.size();
  ImGui::SetWindowFocus(p.before[p.at].c_str());
}

}  // namespace

void begin_panel(const char* name, float x, float y, float width, float height, bool scrolls) {
  ImGui::SetNextWindowPos({x, y});
  ImGui::SetNextWindowSize({width, height});
  const int fixed = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground;
  panels().now.emplace_back(name);
  ImGui::Begin(name, nullptr, scrolls ? fixed & ~ImGuiWindowFlags_NoScrollbar : fixed);
}

void scroll_by_finger(Page& page) {
  const ImGuiID panel = ImGui::GetID("");
  if (ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered() && !ImGui::IsAnyItemActive()) page.moved_panel = panel;
  if (!ImGui::IsMouseDown(0) && page.moved_panel == panel) page.moved_panel = 0;
  if (page.moved_panel == panel && ImGui::IsMouseDragging(0, 0))
    ImGui::SetScrollY(ImGui::GetScrollY() - ImGui::GetIO().MouseDelta.y);
}

Page::Page() : train(fashion_class_names()) {}

void Page::changed() {
  ++picture_version;
  scene.update();
}

void Page::convert(const Conversion& conversion) {
  scene.convert(conversion);
  ++picture_version;
}

void Page::load_picture(std::span<const uint8_t> file) {
  error.clear();
  scene.show(decode_picture(file));
  if (tool == Tool::crop) tool = Tool::pen;
  ++picture_version;
}

void Page::load_model(std::span<const uint8_t> file) {
  error.clear();
  scene.load_model(file, "model");
  const Record record = from_safetensors(file, "model");
  take_own(*this, record);
  if (record.text("thimble.kind") == "network") train.load(NetClassifier::load(record));
}

std::vector<uint8_t> Page::model() const { return model_with_own(*this); }

bool Page::train_command(const std::string& name) {
  if (name == "start") {
    train.running() ? train.pause() : train.start();
  } else if (name == "stop") {
    train.pause();
  } else if (name == "step") {
    train.step();
  } else if (name == "epoch") {
    train.run_epoch();
  } else if (name == "reset") {
    train.reset();
  } else if (name == "layers") {
    wants_layers = true;
  } else if (name == "save") {
    wants_save = true;
  } else if (name == "use") {
    scene.load_model(train.model(), "the trained network");
  } else {
    return false;
  }
  return true;
}

bool Page::picture_command(const std::string& name) {
  Conversion c = scene.conversion();
  if (name == "classes" || name == "steps" || name == "reasons") {
    view = name == "classes" ? View::classes : name == "steps" ? View::steps : View::reasons;
    return true;
  }
  if (name == "view") return view = static_cast<View>((static_cast<int>(view) + 1) % 3), true;
  if (name == "crop") return tool = Tool::crop, true;
  if (name == "whole") {
    c.crop = {};
  } else if (name == "invert") {  // from what is now
    c.negate = scene.steps().negated ? Conversion::Negate::no : Conversion::Negate::yes;
  } else if (name == "afresh") {
    c = {};
  } else {
    return false;
  }
  convert(c);
  return true;
}

bool Page::command(const std::string& name) {
  error.clear();
  if (name == "classify" || name == "train" || name == "inside") {
    tab = name == "train" ? Tab::train : name == "inside" ? Tab::inside : Tab::classify;
    drawing_line = hand.on = hand.down = false;
    return true;
  }
  if (train_command(name)) return rival_follows(*this, name), true;
  if (watch_command(*this, name) || rival_command(*this, name)) return true;
  if (teach_command(*this, name) || inside_command(name)) return true;
  const auto tool_is = [&](Tool t) { tool = t; };
  if (name == "pen") return tool_is(Tool::pen), true;
  if (name == "eraser") return tool_is(Tool::eraser), true;
  if (name == "bucket") return tool_is(Tool::bucket), true;
  if (name == "thinner") return width = std::max(kThinnest, width / kStep), true;
  if (name == "thicker") return width = std::min(kThickest, width * kStep), true;
  if (name == "darker") return grey = std::max(0, grey - 32), true;
  if (name == "lighter") return grey = std::min(224, grey + 32), true;
  if (name == "open") return wants_file = true;
  if (name == "camera") return wants_camera = true;
  if (name == "tour") return wants_tour = true;
  if (name == "panel") return focus_next_panel(), true;
  if (name == "hand") {
    if (hand.on) return hand.type(Hand::Key::end, false, waiting), true;
    return hand.on = tab == Tab::classify;
  }
  if (picture_command(name)) return true;
  if (name == "undo") {
    scene.drawing().undo();
  } else if (name == "redo") {
    scene.drawing().redo();
  } else if (name == "clear") {
    scene.clear();
  } else {
    return false;
  }
  changed();
  return true;
}

void Page::show(float page_width, float page_height, unsigned sheet, unsigned seen) {
  keep_teaching(*this);
  panels().before.swap(panels().now);
  panels().now.clear();
  begin_panel("tabs", 0, 0, page_width, kTabs);
  tabs_panel(*this);
  ImGui::End();
  const float top = kTabs + (error.empty() ? 0 : kNotice);
  if (!error.empty()) {
    begin_panel("notice", 0, kTabs, page_width, kNotice);
    error_panel(*this);
    ImGui::End();
  }
  if (tab == Tab::train)
    show_training(*this, seen, top, page_width, page_height - top);
  else if (tab == Tab::inside)
    show_inside(*this, sheet, seen, top, page_width, page_height - top);
  else
    show_classify(top, page_width, page_height, sheet, seen);
  points.clear();
  inside.set_picture(scene.seen());
}

// Side by side where there is room: the sheet, then what comes of it. On a phone one below the other.
void Page::show_classify(float top, float page_width, float page_height, unsigned sheet, unsigned seen) {
  const bool wide = page_width >= kWide;
  const float height = page_height - top;
  const float tools = 130, answer = 350;  // what they need below the sheet, on a phone
  const float side = wide ? std::min(height - tools, page_width * 0.56f)
                          : std::clamp(height - tools - answer, 160.f, std::max(160.f, page_width));
  const float draw_width = wide ? side : page_width;
  begin_panel("draw", 0, top, draw_width, wide ? height : side + tools);
  draw_panel(*this, sheet, side - 2 * kGap);
  ImGui::End();
  if (wide)
    begin_panel("answer", draw_width, top, page_width - draw_width, height, true);
  else
    begin_panel("answer", 0, top + side + tools, page_width, height - side - tools, true);
  answer_panel(*this, seen, !wide);
  scroll_by_finger(*this);
  ImGui::End();
}

}  // namespace thimble
