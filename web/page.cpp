#include "web/page.h"

#include <imgui.h>

#include <algorithm>

#include "web/decode.h"
#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr float kThinnest = 2, kThickest = 60, kStep = 1.25f;
constexpr float kGap = 16, kWide = 760, kNotice = 40;

void begin_panel(const char* name, float x, float y, float width, float height) {
  ImGui::SetNextWindowPos({x, y});
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground);
}

}  // namespace

void Page::changed() {
  ++picture_version;
  scene.update();
}

void Page::load_picture(std::span<const uint8_t> file) {
  error.clear();
  scene.show(decode_picture(file));
  ++picture_version;
}

bool Page::command(const std::string& name) {
  error.clear();
  const auto tool_is = [&](Tool t) { tool = t; };
  if (name == "pen") return tool_is(Tool::pen), true;
  if (name == "eraser") return tool_is(Tool::eraser), true;
  if (name == "bucket") return tool_is(Tool::bucket), true;
  if (name == "thinner") return width = std::max(kThinnest, width / kStep), true;
  if (name == "thicker") return width = std::min(kThickest, width * kStep), true;
  if (name == "darker") return grey = std::max(0, grey - 32), true;
  if (name == "lighter") return grey = std::min(224, grey + 32), true;
  if (name == "open") return wants_file = true;
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

// Side by side where there is room: the sheet, then what comes of it. On a phone one below the other.
void Page::show(float page_width, float page_height, unsigned sheet, unsigned seen) {
  const float top = error.empty() ? 0 : kNotice;
  if (!error.empty()) {
    begin_panel("notice", 0, 0, page_width, kNotice);
    error_panel(*this);
    ImGui::End();
  }
  const bool wide = page_width >= kWide;
  const float height = page_height - top;
  const float tools = 130;
  const float side =
      wide ? std::min(height - tools, page_width * 0.56f) : std::min(page_width, (height - tools) * 0.51f);
  const float draw_width = wide ? side : page_width;
  begin_panel("draw", 0, top, draw_width, wide ? height : side + tools);
  draw_panel(*this, sheet, side - 2 * kGap);
  ImGui::End();
  if (wide)
    begin_panel("answer", draw_width, top, page_width - draw_width, height);
  else
    begin_panel("answer", 0, top + side + tools, page_width, height - side - tools);
  answer_panel(*this, seen, !wide);
  ImGui::End();
  points.clear();
}

}  // namespace thimble
